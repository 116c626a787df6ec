import type { ConversationView } from '../../../main/contract/views.ts'

/** The conversation of a chat as the service names it: account and chat; a topic adds its thread. */
export const sessionAddress = (account: string, chatId: string): string => `${account}:${chatId}`

/** The conversation of this name; for a chat of topics that has none of its own, its newest topic. */
export const bySession = (conversations: readonly ConversationView[], wanted: string): ConversationView | undefined =>
  conversations.find(({ session }) => session === wanted) ??
  conversations.find(({ session }) => session.startsWith(`${wanted}:`) && wanted.includes(':'))
