import type { ConversationView } from '../../../main/contract/views.ts'
import { useRead } from '../../hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'

export type AskedProps = {
  /** Empty while it is not known; then nothing is shown. */
  readonly messageId: string
  readonly conversation: Pick<ConversationView, 'account' | 'chatId' | 'chatType'>
}

/** A question that the transcript does not hold, read from what arrived. */
export function Asked({ messageId, conversation: { account, chatId, chatType } }: AskedProps) {
  const event = useRead('event.read', { account, messageId }, 0, messageId !== '').value
  if (!event) return null
  const name = event.senderName || event.senderId
  return (
    <article className="talk-turn">
      <Avatar id={chatType === 'p2p' ? chatId : name} name={name} size="small" />
      <div className="talk-said">
        <p className="talk-who secondary">{name}</p>
        <div className="talk-bubble talk-person">{event.text}</div>
      </div>
    </article>
  )
}
