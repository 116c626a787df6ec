import type { AccountView, AppState, PersonView, Standing, TurnView } from '../../main/contract/state.ts'
import { initialState } from '../../main/contract/state.ts'
import type { GroupView } from '../../main/contract/views.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

const midnight = (): number => new Date().setHours(0, 0, 0, 0)
const month = (): string => `${new Date().getFullYear()}-${String(new Date().getMonth() + 1).padStart(2, '0')}`

export const account = (change: Partial<AccountView> = {}): AccountView => ({
  id: 'default',
  appId: 'cli_a1b2c3d4e5f60718',
  name: 'Office bot',
  domain: 'feishu',
  mode: 'websocket',
  state: 'online',
  since: Date.now() - 5 * HOUR,
  bot: { openId: 'ou_0b0700000000000000000000000000b0', name: 'Office bot' },
  quota: { month: month(), calls: 6412, limit: 10_000 },
  ...change,
})

export const openId = (number: number): string =>
  `ou_${(number * 2_654_435_761 + 7).toString(16).padStart(32, '3').slice(0, 32)}`

export const person = (number: number, change: Partial<PersonView> = {}): PersonView => ({
  account: 'default',
  openId: openId(number),
  name: `Person ${number}`,
  standing: 'allowed',
  chats: [`oc_dm${number}`],
  firstSeen: Date.now() - 900 * HOUR,
  lastSeen: Date.now() - number * 7 * MINUTE,
  messages: 1 + ((number * 37) % 400),
  ...change,
})

export const sun = (): PersonView =>
  person(900, {
    name: '孙浩然',
    standing: 'pending',
    lastSeen: Date.now() - MINUTE,
    messages: 1,
    pairingCode: 'K7QX-4M2P',
  })

export const SUN_WROTE = '你好，我是市场部的孙浩然，十月的投放报表能帮我整理一份吗？按渠道汇总就行，周五前要。'

export const group = (number: number, change: Partial<GroupView> = {}): GroupView => ({
  account: 'default',
  chatId: `oc_${(number * 97_531).toString(16).padStart(32, '5')}`,
  name: `Group ${number}`,
  admitted: true,
  enabled: true,
  requireMention: true,
  systemPrompt: '',
  allowFrom: [],
  people: 4,
  messages: 120,
  lastSeen: Date.now() - number * HOUR,
  ...change,
})

export const groups = (): readonly GroupView[] => [
  group(1, { name: '产品周会', people: 12, messages: 1204, lastSeen: Date.now() - 2 * MINUTE }),
  group(2, { name: 'Launch room', requireMention: false, systemPrompt: 'Answer in English, in three sentences.' }),
  group(3, { name: '', admitted: false, people: 1, messages: 1 }),
  group(4, { name: 'Quarterly planning for the whole of the Asia Pacific marketing organisation', enabled: false }),
  group(5, { name: '设计评审', admitted: false, allowFrom: [openId(3)] }),
]

const names: readonly [string, Standing][] = [
  ['Maya Tan', 'allowed'],
  ['周子墨', 'unknown'],
  ['王磊', 'allowed'],
  ['Tom Okafor', 'allowed'],
  ['赵敏', 'denied'],
  ['李嘉怡', 'allowed'],
  ['陈晓雯', 'owner'],
  ['Alexandra Konstantinopoulou-Featherstonehaugh', 'allowed'],
  ['', 'unknown'],
]

export const people = (): readonly PersonView[] => [
  sun(),
  ...names.map(([name, standing], number) =>
    person(number, {
      name,
      standing,
      chats:
        number % 3 === 0
          ? [`oc_dm${number}`]
          : [
              `oc_dm${number}`,
              ...groups()
                .slice(0, number % 3)
                .map(one => one.chatId),
            ],
    }),
  ),
]

export const turn = (change: Partial<TurnView> = {}): TurnView => ({
  id: 'turn-1',
  account: 'default',
  chatId: groups()[0]?.chatId ?? '',
  senderId: openId(2),
  startedAt: Date.now() - 72 * SECOND,
  steps: [
    {
      id: 's1',
      tool: 'list_files',
      target: 'reports',
      startedAt: Date.now() - 70 * SECOND,
      endedAt: Date.now() - 69 * SECOND,
      ok: true,
    },
    { id: 's2', tool: 'read_file', target: 'reports/2026-10.csv', startedAt: Date.now() - 16 * SECOND },
  ],
  ...change,
})

/** A service that works: one account, nobody waits, nothing runs. */
export const calm = (change: Partial<AppState> = {}): AppState => ({
  ...initialState,
  version: '0.1.0',
  pid: 4711,
  home: '/home/me/.perch',
  startedAt: Date.now() - 5 * HOUR,
  accounts: { default: account() },
  llm: { provider: 'openrouter', model: 'z-ai/glm-5', ready: true },
  recent: [
    {
      at: Date.now() - 16 * SECOND,
      account: 'default',
      kind: 'text',
      eventId: 'e1',
      messageId: 'om_1',
      fate: 'answered',
      reason: '',
    },
  ],
  today: {
    since: midnight(),
    counts: { answered: 118, command: 3, 'not-mentioned': 4, 'not-allowed': 2, duplicate: 1 },
  },
  ...change,
})

/** A day with work: two accounts of which one reconnects, somebody waits, two answers are being written. */
export const busy = (change: Partial<AppState> = {}): AppState =>
  calm({
    accounts: {
      default: account(),
      desk: account({
        id: 'desk',
        name: 'Front desk',
        appId: 'cli_b1b2c3d4e5f60718',
        domain: 'lark',
        state: 'reconnecting',
        since: Date.now() - 100 * SECOND,
        reason: 'The proxy 127.0.0.1:7890 refused the connection.',
        code: 'lark-unreachable',
        quota: { month: month(), calls: 7004, limit: 10_000 },
      }),
    },
    pending: [sun()],
    turns: {
      'turn-1': turn(),
      'turn-2': turn({
        id: 'turn-2',
        chatId: 'oc_dm0',
        senderId: openId(0),
        startedAt: Date.now() - 16 * SECOND,
        steps: [],
      }),
    },
    queue: { waiting: 1, running: 2 },
    today: { since: midnight(), counts: { answered: 118, failed: 1, 'not-mentioned': 4, 'not-allowed': 2 } },
    ...change,
  })
