import { CornerDownLeft, Paperclip, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { practiceWords } from '../../words/practice.ts'
import type { WorldMessage } from './world.ts'

/** What a new message holds beside its words. */
export type Draft =
  | { readonly kind: 'text'; readonly text: string; readonly mentionBot: boolean }
  | { readonly kind: 'file'; readonly name: string; readonly base64: string }

export type ComposerProps = {
  readonly who: string
  /** In a group the bot has to be mentioned. */
  readonly isGroup: boolean
  readonly answering: { readonly message: WorldMessage; readonly inThread: boolean } | undefined
  readonly onDrop: () => void
  /** Answers whether it was sent. */
  readonly onSend: (draft: Draft) => Promise<boolean>
}

/** A call may hold a megabyte, and base64 makes a file a third longer. */
const MOST_BYTES = 500_000

/** Where a message is written, as one of the pretend people. Enter sends, Shift and Enter begins a line. */
export function Composer({ who, isGroup, answering, onDrop, onSend }: ComposerProps) {
  const say = useWords(practiceWords)
  const [text, setText] = useState('')
  const [mentionBot, setMentionBot] = useState(true)
  const [isTooBig, setIsTooBig] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (answering) field.current?.focus()
  }, [answering])
  const send = async () => {
    if (text.trim() === '') return
    if (await onSend({ kind: 'text', text, mentionBot: isGroup && mentionBot })) setText('')
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && answering) onDrop()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  const attach = async (file: File) => {
    setIsTooBig(file.size > MOST_BYTES)
    if (file.size <= MOST_BYTES) await onSend({ kind: 'file', name: file.name, base64: await base64Of(file) })
  }
  return (
    <div className="composer">
      {answering && (
        <p className="composer-reply secondary small">
          <span>
            {say(answering.inThread ? 'inThread' : 'replyingTo', { text: answering.message.text.slice(0, 80) })}
          </span>
          <IconButton icon={X} label={say('dropReply')} onClick={onDrop} />
        </p>
      )}
      {isTooBig && (
        <p className="composer-reply small" role="alert">
          {say('tooBig')}
        </p>
      )}
      <div className="composer-field">
        <Attach onFile={file => void attach(file)} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={say('write', { who })}
          placeholder={say('write', { who })}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={press}
        />
        <IconButton icon={CornerDownLeft} label={say('send')} onClick={() => void send()} />
      </div>
      {isGroup && (
        <label className="composer-mention secondary">
          <Switch label={say('mention')} checked={mentionBot} onChange={setMentionBot} />
          {say('mention')}
        </label>
      )}
    </div>
  )
}

function Attach({ onFile }: { readonly onFile: (file: File) => void }) {
  const say = useWords(practiceWords)
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon={Paperclip} label={say('attach')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        onChange={event => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = '' // the same file may be chosen again
          if (file) onFile(file)
        }}
      />
    </>
  )
}

async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
