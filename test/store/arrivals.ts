import type { Arrival } from '../../main/contract/arrival.ts'

/** A direct message; `over` says what is different about it. */
export const arrivalOf = (over: Partial<Arrival> = {}): Arrival => ({
  account: 'default',
  eventId: 'ev_1',
  messageId: 'om_1',
  chatId: 'oc_1',
  chatType: 'p2p',
  senderId: 'ou_ann',
  senderType: 'user',
  createdAt: 1_700_000_000_000,
  raw: '{"text":"你好"}',
  ...over,
})
