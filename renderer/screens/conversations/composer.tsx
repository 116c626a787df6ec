import { Send } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import type { ConversationView } from '../../../main/contract/views.ts'
import { useCall, useWords } from '../../hooks.ts'
import { BotMark } from '../../ui/bot-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { hanSpaced } from '../../ui/han-space.ts'
import { ErrorBlock } from '../../ui/messages.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import { sendKey, useDraft } from './draft.ts'

export type ComposerProps = {
  readonly conversation: ConversationView
  readonly bot: string
  /** In a topic the message replies to this one, so that it stays there; `undefined` while none is known. */
  readonly replyTo: string | undefined
  readonly onSent: () => void
}

/** Where the owner writes as the bot. What was typed stays until it is sent, whatever happens. */
export function Composer({ conversation, bot, replyTo, onSent }: ComposerProps) {
  const say = useWords(conversationsWords)
  const { session, account, chatId, threadId, title } = conversation
  const [text, setText] = useDraft(session)
  const [isSent, setIsSent] = useState(false)
  const sending = useCall('message.send')
  const help = useId()
  const isLost = threadId !== undefined && replyTo === undefined
  const send = async () => {
    if (text.trim() === '' || sending.busy || isLost) return
    setIsSent(false)
    const place = threadId === undefined ? {} : { reply: replyTo }
    const sent = await sending.call({ account, to: chatId, ...place, message: text, key: sendKey(session) })
    onSent() // also a failure leaves its row
    if (!sent) return
    setText('')
    setIsSent(true)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  return (
    <section className="talk-composer" aria-label={hanSpaced(say('writeAs', { bot }))}>
      {sending.failure && (
        <ErrorBlock
          title={say(sending.failure.code === 'send-uncertain' ? 'perhapsSent' : 'notSent')}
          error={sending.failure}
          actions={
            <Button busy={sending.busy} onClick={() => void send()}>
              {say('sendAgain')}
            </Button>
          }
        />
      )}
      <div className="talk-field">
        <BotMark />
        <textarea
          rows={1}
          value={text}
          aria-label={hanSpaced(say('writeAs', { bot }))}
          aria-describedby={help}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          placeholder={hanSpaced(say('writeAs', { bot }))}
          onChange={event => {
            setText(event.currentTarget.value)
            setIsSent(false)
            sending.clear()
          }}
          onKeyDown={press}
        />
        <Button icon={Send} busy={sending.busy || isLost || text.trim() === ''} onClick={() => void send()}>
          {say(sending.busy ? 'sending' : 'send')}
        </Button>
      </div>
      <p id={help} className="talk-help secondary small" role="status">
        {isLost
          ? say('topicUnknown')
          : isSent
            ? say('sent')
            : hanSpaced(say('asBot', { bot, who: title, key: isMac() ? '⌘' : 'Ctrl' }))}
      </p>
    </section>
  )
}

const isMac = (): boolean => /Mac/.test(navigator.userAgent)
