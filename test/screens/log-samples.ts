import type { Fate } from '../../main/contract/fates.ts'
import { initialState, type AccountView, type AppState, type PersonView } from '../../main/contract/state.ts'
import type { EventView, GroupView, LogRow } from '../../main/contract/views.ts'

/** People, groups and rows that the tests of several screens show. */
export const now = Date.now()

export const account = (id: string, name: string, state: AccountView['state'] = 'online'): AccountView => ({
  id,
  appId: 'cli_a7c41f22b900500d',
  name,
  domain: 'feishu',
  mode: 'websocket',
  state,
  since: now - 3_600_000,
  bot: { openId: 'ou_botbotbotbotbotbotbotbotbotbot01', name },
  quota: { month: '2026-11', calls: 4210, limit: 10_000 },
})

export const someState: AppState = {
  ...initialState,
  version: '0.1.0',
  startedAt: now - 7_200_000,
  accounts: { default: account('default', 'Office bot') },
  llm: { provider: 'openrouter', model: 'z-ai/glm-5', ready: true },
  language: 'en',
}

export const person = (openId: string, name: string, standing: PersonView['standing']): PersonView => ({
  account: 'default',
  openId,
  name,
  standing,
  chats: ['oc_weekly0000000000000000000000000'],
  firstSeen: now - 86_400_000,
  lastSeen: now - 60_000,
  messages: 12,
})

export const people: readonly PersonView[] = [
  person('ou_6ac2f1d0a7714b3e9c0d5a21e8b4d570', '周子墨', 'unknown'),
  person('ou_2b91c00f7a6e4c1d8f90123456789abc', 'Maya Tan', 'allowed'),
  person('ou_91f0aa7e6c5d4b3a29180706f5e4d3c2', '孙浩然', 'pending'),
  person('ou_77aa00bb11cc22dd33ee44ff55006611', '王磊', 'owner'),
]

export const weekly: GroupView = {
  account: 'default',
  chatId: 'oc_weekly0000000000000000000000000',
  name: '产品周会',
  admitted: true,
  enabled: true,
  requireMention: true,
  systemPrompt: '',
  allowFrom: [],
  people: 9,
  messages: 386,
  lastSeen: now,
}

const idOf = (index: number): string => index.toString(16).padStart(32, '0')

type Sample = { readonly fate?: Fate; readonly who?: number; readonly group?: boolean; readonly row?: Partial<LogRow> }

const samples: readonly Sample[] = [
  { row: { message: 'the connection ended', level: 'warn', fields: { code: 'lark-unreachable', wait: 1200 } } },
  { fate: 'unsupported', who: 1, row: { reason: "Messages of the kind audio can't be read yet." } },
  { fate: 'not-allowed', who: 0, row: { reason: 'Not in allowFrom.' } },
  { fate: 'failed', who: 1, row: { reason: 'The model was silent for 60 s.' } },
  { fate: 'answered', who: 3 },
  { fate: 'command', who: 1, row: { reason: '/status' } },
  { row: { message: 'model chosen', fields: { provider: 'openrouter', model: 'z-ai/glm-5' } } },
  { fate: 'answered', who: 1 },
  { fate: 'duplicate', who: 3, row: { reason: 'Already known as answered.' } },
  { row: { message: 'a card was left open', level: 'error', fields: { code: 'lark-stream-closed' } } },
  { fate: 'running', who: 3, group: true },
  { fate: 'not-mentioned', who: 0, group: true, row: { reason: 'The bot was not mentioned.' } },
  { fate: 'pending-pairing', who: 2, row: { reason: 'Waits for the owner to allow this person.' } },
  { fate: 'answered', who: 1 },
]

/** Row number `seq` (from 1); they repeat, in the order of the samples. */
export function logRow(seq: number): LogRow {
  const { fate, who, group, row } = samples[(seq - 1) % samples.length] ?? {}
  const message = fate === undefined ? 'something happened' : `event ${fate}`
  const sender = who === undefined ? undefined : people[who]
  return {
    seq,
    at: now - 900_000 + seq * 1000,
    level: 'info',
    message,
    account: 'default',
    fields: fate === undefined ? {} : { kind: 'message' },
    ...(fate && {
      fate,
      messageId: `om_${idOf(seq)}`,
      eventId: idOf(seq * 7),
      chatId: group ? weekly.chatId : `oc_${idOf(who ?? 0)}`,
    }),
    ...(sender && { senderId: sender.openId }),
    ...row,
  }
}

export const logRows = (count: number, from = 1): readonly LogRow[] =>
  Array.from({ length: count }, (_, index) => logRow(from + index))

/** The stored side of a row's message. */
export function eventOf(messageId: string, rows: readonly LogRow[]): EventView | undefined {
  const row = rows.find(one => one.messageId === messageId)
  if (!row?.chatId) return undefined
  const sender = people.find(({ openId }) => openId === row.senderId)
  return {
    account: 'default',
    messageId,
    chatId: row.chatId,
    chatType: row.chatId === weekly.chatId ? 'group' : 'p2p',
    senderId: row.senderId ?? '',
    senderName: sender?.name ?? '',
    createdAt: row.at - 40,
    receivedAt: row.at - 38,
    text: '那就先按 B 方案排期吧，周三过一遍，有问题再说。',
    ...(row.fate && { fate: row.fate }),
    reason: row.reason ?? '',
    answers: [],
  }
}
