import type { Parsed } from '../contract/calls.ts'
import type { PersonView } from '../contract/state.ts'
import type { ConversationView } from '../contract/views.ts'

type Session = { readonly session: string; readonly lastAt: number; readonly messages: number }
type Chat = {
  readonly account: string
  readonly chatId: string
  readonly chatType: 'p2p' | 'group'
  readonly name: string
}

export type ConversationRows = {
  readonly sessions: readonly Session[]
  readonly chats: readonly Chat[]
  readonly people: readonly Pick<PersonView, 'account' | 'openId' | 'name' | 'chats'>[]
  /** Sessions in which the searched words were said. */
  readonly mentioning: ReadonlySet<string>
}

/** One page of conversations, the newest first; a search finds words that were said and titles. */
export function conversationViews(
  { sessions, chats, people, mentioning }: ConversationRows,
  { search, before = Number.MAX_SAFE_INTEGER, limit }: Parsed<'conversations.list'>,
): readonly ConversationView[] {
  const known = new Map(chats.map(chat => [keyOf(chat), chat]))
  const names = namesByChat(people)
  const wanted = search?.toLowerCase() ?? ''
  return sessions
    .filter(({ lastAt }) => lastAt < before)
    .map(session => viewOf(session, known, names))
    .filter(view => wanted === '' || mentioning.has(view.session) || view.title.toLowerCase().includes(wanted))
    .slice(0, limit)
}

const keyOf = ({ account, chatId }: { account: string; chatId: string }): string => `${account}:${chatId}`

/** Who writes in which chat; a private one has exactly one person. */
function namesByChat(people: ConversationRows['people']): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { account, openId, name, chats } of people) {
    for (const chatId of chats) {
      const key = keyOf({ account, chatId })
      names.set(key, [...(names.get(key) ?? []), name || openId])
    }
  }
  return names
}

/** A session is named by account, chat and, where there is one, topic; none of them holds a colon. */
function viewOf(
  { session, lastAt, messages }: Session,
  chats: ReadonlyMap<string, Chat>,
  names: ReadonlyMap<string, readonly string[]>,
): ConversationView {
  const [account = '', chatId = '', threadId] = session.split(':')
  const chat = chats.get(keyOf({ account, chatId }))
  const people = names.get(keyOf({ account, chatId })) ?? []
  const chatType = chat?.chatType ?? (people.length > 1 ? 'group' : 'p2p')
  const title = (chatType === 'group' ? chat?.name : people[0]) || chatId
  const thread = threadId === undefined ? {} : { threadId }
  return { session, account, chatId, ...thread, chatType, title, lastAt, messages }
}
