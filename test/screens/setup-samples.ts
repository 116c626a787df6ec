import type { GuideStep, GuideView } from '../../main/contract/setup.ts'
import type { AppState } from '../../main/contract/state.ts'
import { initialState } from '../../main/contract/state.ts'
import { account, calm, MINUTE, person, SECOND } from './states.ts'

const APP = 'cli_a1b2c3d4e5f60718'
const page = (name: string) => `https://open.feishu.cn/app/${APP}/${name}`

const step = (
  id: string,
  tick: GuideStep['tick'],
  [en, zh]: readonly [string, string],
  [how, howZh]: readonly [string, string],
  link?: string,
): GuideStep => ({
  id,
  tick,
  title: { en, zh },
  how: { en: how, zh: howZh },
  detail:
    tick === 'done'
      ? { en: 'Perch has seen it itself.', zh: 'Perch 已自行确认。' }
      : { en: 'Only a message that arrives proves it.', zh: '只有收到消息才能确认。' },
  ...(link !== undefined && { link }),
})

const steps: readonly GuideStep[] = [
  step('credentials', 'done', ['App ID and App Secret', 'App ID 与 App Secret'], ['', ''], page('baseinfo')),
  step('bot', 'done', ['Add the bot', '添加机器人'], ['', ''], page('bot')),
  step('connection', 'done', ['Perch is connected', 'Perch 已连接'], ['', '']),
  step(
    'events',
    'open',
    ['Events by long connection', '长连接接收事件'],
    [
      'On "Events & Callbacks · 事件与回调": choose "Long connection · 长连接", save, then add "Receive message · 接收消息" (im.message.receive_v1).',
      '在「事件与回调」中选择「使用长连接接收事件」并保存，然后添加「接收消息」(im.message.receive_v1)。',
    ],
    page('event'),
  ),
  step(
    'callbacks',
    'unknown',
    ['Card buttons', '卡片按钮'],
    ['They have a tab of their own: choose the long connection there too.', '卡片回调在单独的页签，同样选择长连接。'],
    page('callback'),
  ),
  step(
    'version',
    'open',
    ['Publish a version', '发布版本'],
    [
      'On "Version Management & Release · 版本管理与发布", create a version and submit it.',
      '在「版本管理与发布」创建版本并提交。',
    ],
    page('version'),
  ),
  step(
    'owner',
    'open',
    ['You are its owner', '成为所有者'],
    ['Send this code to the bot in private.', '把验证码私聊发给机器人。'],
  ),
]

export const guide = (change: Partial<GuideView> = {}): GuideView => ({
  account: 'default',
  appId: APP,
  domain: 'feishu',
  steps,
  grantLink: '',
  missingScopes: [],
  canScan: true,
  adminText: {
    en: 'Perch, an assistant in Feishu\n\nPlease approve the app "Office bot" (cli_a1b2c3d4e5f60718).\n\nIt asks for:\n- im:message.p2p_msg:readonly, to read what is written to it in private\n- im:message:send_as_bot, to answer\n\nData: messages go to the computer of the person who runs it, and from there to the model they chose.',
    zh: 'Perch：飞书里的助手\n\n请审批应用“Office bot”（cli_a1b2c3d4e5f60718）。\n\n申请的权限：\n- im:message.p2p_msg:readonly，读取私聊它的消息\n- im:message:send_as_bot，回复消息\n\n数据流向：消息只到运行者的电脑，再发送给其选择的模型。',
  },
  ownerCode: { code: 'PERCH-7KQX', expiresAt: Date.now() + 55 * MINUTE },
  hasOwner: false,
  ...change,
})

export const lacking = (): GuideView =>
  guide({
    missingScopes: ['im:message.group_at_msg:readonly', 'cardkit:card:write'],
    grantLink: page('auth?q=im:message.group_at_msg:readonly,cardkit:card:write'),
    steps: [
      ...steps.slice(0, 2),
      step(
        'permissions',
        'failed',
        ['Permissions', '权限'],
        ['Confirm the missing ones on "Permissions & Scopes · 权限管理".', '在「权限管理」确认开通。'],
        page('auth'),
      ),
      ...steps.slice(2),
    ],
  })

/** A Perch that has never been set up. */
export const empty = (change: Partial<AppState> = {}): AppState => ({
  ...initialState,
  version: '0.1.0',
  home: '/home/me/.perch',
  startedAt: Date.now() - MINUTE,
  llm: { provider: 'openrouter', model: '', ready: false, reason: 'No API key found for openrouter' },
  ...change,
})

/** A bot is connected, nobody wrote yet, and the model is not chosen. */
export const connected = (change: Partial<AppState> = {}): AppState =>
  calm({
    accounts: { default: account({ since: Date.now() - 40 * SECOND }) },
    recent: [],
    today: { since: 0, counts: {} },
    llm: { provider: 'openrouter', model: '', ready: false, reason: 'No API key found for openrouter' },
    ...change,
  })

export const me = person(7, { name: '陈晓雯', standing: 'pending', messages: 1, pairingCode: 'K7QX-4M2P' })

export const myMessage = (fate: 'pending-pairing' | 'running' | 'answered' | 'failed', reason = '') => ({
  at: Date.now() - SECOND,
  account: 'default',
  kind: 'text',
  eventId: `e-${fate}`,
  messageId: 'om_hello',
  chatId: 'oc_dm',
  senderId: me.openId,
  fate,
  reason,
})

export const HELLO = '你好，在吗？'

export const event = (text = HELLO) => ({
  account: 'default',
  messageId: 'om_hello',
  chatId: 'oc_dm',
  chatType: 'p2p' as const,
  senderId: me.openId,
  senderName: me.name,
  createdAt: 1,
  receivedAt: 1,
  text,
  reason: '',
  answers: [],
})

/** As long as the addresses that the platform gives. */
export const SCAN_URL = `https://accounts.feishu.cn/oauth/v1/device/verify?flow_id=Zk3f9&user_code=ABCD-EFGH&from=sdk&source=perch&tp=sdk&addons=${'H4sIAAAAAAAAA3WQ'.repeat(24)}`
