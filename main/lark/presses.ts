import { z } from 'zod'
import type { Press, PressAnswer } from '../chat/channel.ts'
import { notedOf } from './arrivals.ts'

/** `action.value` is what the button was made with; people's clients may send anything. */
const Pressed = z
  .object({ action: z.object({ value: z.object({ action: z.string().catch(''), id: z.string().catch('') }) }) })
  .catch({ action: { value: { action: '', id: '' } } })

/** The press in a `card.action.trigger` event, however malformed. Never throws. */
export function pressOf(event: unknown): Press {
  const { eventId, messageId = '', chatId = '', senderId = '' } = notedOf('press', event, '')
  return { eventId, messageId, chatId, operatorId: senderId, ...Pressed.parse(event).action.value }
}

/** As the platform wants it answered; the client picks the language of the person who pressed. */
export const toastOf = ({ kind, text }: PressAnswer) => ({
  toast: { type: kind, content: text.en, i18n: { zh_cn: text.zh, en_us: text.en } },
})
