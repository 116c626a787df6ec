import type { AccountConfig } from '../contract/config.ts'
import type { GroupView } from '../contract/views.ts'

type Chat = {
  readonly account: string
  readonly chatId: string
  readonly chatType: 'p2p' | 'group'
  readonly lastSeen: number
  readonly name: string
}
type Count = {
  readonly account: string
  readonly chatId: string
  readonly people: number
  readonly messages: number
}

export type GroupRows = {
  readonly accounts: readonly { readonly id: string; readonly config: AccountConfig }[]
  readonly chats: readonly Chat[]
  readonly counts: readonly Count[]
}

const MOST_GROUPS = 2000

/** Every group that wrote or has rules, of one account or all, the one that wrote last first. */
export function groupViews({ accounts, chats, counts }: GroupRows, account?: string): readonly GroupView[] {
  const wanted = accounts.filter(({ id }) => account === undefined || id === account)
  const views = wanted.flatMap(({ id, config }) => {
    const seen = new Map(
      chats.filter(chat => chat.account === id && chat.chatType === 'group').map(chat => [chat.chatId, chat]),
    )
    const counted = new Map(counts.filter(count => count.account === id).map(count => [count.chatId, count]))
    return [...new Set([...seen.keys(), ...namedIn(config)])].map(chatId =>
      viewOf(id, config, chatId, seen.get(chatId), counted.get(chatId)),
    )
  })
  return views.toSorted((a, b) => b.lastSeen - a.lastSeen).slice(0, MOST_GROUPS)
}

/** Groups that the configuration speaks of. */
const namedIn = ({ groups, groupAllowFrom }: AccountConfig): readonly string[] => [
  ...Object.keys(groups),
  ...groupAllowFrom.filter(id => id.startsWith('oc_')),
]

function viewOf(
  account: string,
  config: AccountConfig,
  chatId: string,
  chat: Chat | undefined,
  count: Count | undefined,
): GroupView {
  const rules = Object.hasOwn(config.groups, chatId) ? config.groups[chatId] : undefined
  const isListed = config.groupAllowFrom.some(id => id === chatId || id === '*')
  return {
    account,
    chatId,
    name: chat?.name ?? '',
    admitted: config.groupPolicy === 'open' || (config.groupPolicy === 'allowlist' && isListed),
    enabled: rules?.enabled ?? true,
    requireMention: rules?.requireMention ?? true,
    systemPrompt: rules?.systemPrompt ?? '',
    allowFrom: rules?.allowFrom ?? [],
    people: count?.people ?? 0,
    messages: count?.messages ?? 0,
    lastSeen: chat?.lastSeen ?? 0,
  }
}
