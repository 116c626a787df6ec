import type { Arrival } from '../contract/arrival.ts'

/** Account and chat, and the topic where there is one: topics are conversations of their own. */
export const sessionOf = ({ account, chatId, threadId }: Pick<Arrival, 'account' | 'chatId' | 'threadId'>): string =>
  [account, chatId, threadId].filter(Boolean).join(':')
