import { CornerDownLeft, Forward, Paperclip, Sticker, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { Menu } from '../../ui/menu.tsx'
import { Switch } from '../../ui/switch.tsx'
import { practiceWords } from '../../words/practice.ts'
import type { Aim, Draft } from './drafts.ts'
import type { WorldMessage } from './world.ts'

export type ComposerProps = {
  readonly who: string
  /** In a group the bot has to be mentioned. */
  readonly isGroup: boolean
  readonly aim: Aim | undefined
  /** What can be passed on. */
  readonly messages: readonly WorldMessage[]
  readonly onDrop: () => void
  /** Answers whether it was sent. */
  readonly onSend: (draft: Draft) => Promise<boolean>
}

/** A call may hold a megabyte, and base64 makes a file a third longer. */
const MOST_BYTES = 500_000

/** Where a message is written, as one of the pretend people. Enter sends, Shift and Enter begins a line. */
export function Composer({ who, isGroup, aim, messages, onDrop, onSend }: ComposerProps) {
  const say = useWords(practiceWords)
  const [text, setText] = useState('')
  const [mentionBot, setMentionBot] = useState(true)
  const [isTooBig, setIsTooBig] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (aim?.kind === 'edit') setText(aim.message.text)
    if (aim) field.current?.focus()
  }, [aim])
  const drop = () => {
    if (aim?.kind === 'edit') setText('')
    onDrop()
  }
  const send = async () => {
    if (text.trim() === '') return
    if (await onSend({ kind: 'text', text, mentionBot: isGroup && mentionBot })) setText('')
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && aim) drop()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  const attach = async (file: File) => {
    setIsTooBig(file.size > MOST_BYTES)
    if (file.size > MOST_BYTES) return
    await onSend({ kind: 'file', file: { name: file.name, mediaType: file.type, base64: await base64Of(file) } })
  }
  return (
    <div className="composer">
      {aim && (
        <p className="composer-reply secondary small">
          <span>{say(aimWords(aim), { text: aim.message.text.slice(0, 80) })}</span>
          <IconButton icon={X} label={say(aim.kind === 'edit' ? 'dropEdit' : 'dropReply')} onClick={drop} />
        </p>
      )}
      {isTooBig && (
        <p className="composer-reply small" role="alert">
          {say('tooBig')}
        </p>
      )}
      <div className="composer-field">
        <Attach onFile={file => void attach(file)} />
        <More messages={messages} onSend={draft => void onSend(draft)} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={hanSpaced(say('write', { who }))}
          placeholder={hanSpaced(say('write', { who }))}
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

const aimWords = (aim: Aim) => (aim.kind === 'edit' ? 'editing' : aim.inThread ? 'inThread' : 'replyingTo')

/** So many messages are passed on at once. */
const PASSED_ON = 3

/** What else people send: a sticker, and messages of others passed on. */
function More(props: { readonly messages: readonly WorldMessage[]; readonly onSend: (draft: Draft) => void }) {
  const say = useWords(practiceWords)
  const last = props.messages.filter(({ recalled, text }) => !recalled && text !== '').slice(-PASSED_ON)
  return (
    <Menu
      look="dots"
      label={say('sendElse')}
      items={[
        { id: 'sticker', label: say('sticker'), icon: Sticker, onSelect: () => props.onSend({ kind: 'sticker' }) },
        {
          id: 'forward',
          label: say('forward', { count: last.length }),
          icon: Forward,
          disabled: last.length === 0,
          onSelect: () => props.onSend({ kind: 'forward', messages: last }),
        },
      ]}
    />
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
