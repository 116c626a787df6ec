import type { CheckView, DoctorView, Layer } from '../../main/contract/doctor.ts'
import type { AppState } from '../../main/contract/state.ts'
import { busy, MINUTE } from './states.ts'

export const check = (id: string, layer: Layer, change: Partial<CheckView> = {}): CheckView => ({
  key: change.account === undefined ? id : `${id}:${change.account}`,
  id,
  layer,
  title: { en: id, zh: id },
  verdict: 'ok',
  detail: { en: '', zh: '' },
  fix: { en: '', zh: '' },
  at: Date.now() - 2 * MINUTE,
  ...change,
})

const words = (en: string, zh: string) => ({ en, zh })

export const missingScope = check('scopes', 'console', {
  account: 'default',
  verdict: 'failed',
  title: words('One permission is missing', '缺少一项权限'),
  detail: words(
    'Without cardkit:card:write an answer arrives in one piece, only when it is complete.',
    '没有 cardkit:card:write，答案要全部写完才会一次性出现。',
  ),
  fix: words(
    'Permissions & Scopes · 权限管理, then publish a version · 版本管理与发布.',
    '权限管理，然后在“版本管理与发布”发布新版本。',
  ),
  link: 'https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/auth?q=cardkit:card:write',
  raw: '99991672 Access denied. One of the following scopes is required: [cardkit:card:write] log id 20261119143200C0A80A0B0C',
  action: 'grant-scopes',
})

export const wrongSide = check('brand', 'credentials', {
  account: 'desk',
  verdict: 'failed',
  title: words('This App ID belongs to Feishu', '这个 App ID 属于飞书'),
  detail: words('Lark was asked, so nothing arrives.', '连接的是 Lark，所以收不到任何消息。'),
  fix: words('Switch the platform; nothing is lost.', '切换平台即可，内容不会丢失。'),
  raw: '1000040351',
  action: 'switch-brand',
})

export const others = check('other-clients', 'traffic', {
  account: 'default',
  verdict: 'unknown',
  title: words('Does another program use this app?', '有没有别的程序在用这个应用？'),
  detail: words('Feishu gives each message to only one connected program.', '飞书只把每条消息发给一个已连接的程序。'),
  fix: words('', ''),
  test: words(
    'Pause replies and write to the bot: if something answers, it is the other program.',
    '暂停回复后给机器人发条消息，若有回复，就是另一个程序。',
  ),
})

const fine: readonly (readonly [string, Layer, string, string, string?])[] = [
  ['clock', 'computer', 'Clock', '时钟'],
  ['disk', 'computer', 'Disk space', '磁盘空间'],
  ['secrets', 'computer', 'Secret store', '密钥库'],
  ['files', 'computer', 'File permissions', '文件权限'],
  ['reach', 'network', 'open.feishu.cn can be reached', '可以访问 open.feishu.cn', 'default'],
  ['proxy', 'network', 'Proxy', '代理'],
  ['secret', 'credentials', 'App ID and App Secret', 'App ID 与 App Secret', 'default'],
  ['bot', 'console', 'Bot capability', '机器人能力', 'default'],
  ['event', 'traffic', 'Messages arrive', '消息能够到达', 'default'],
  ['key', 'model', 'API key', 'API 密钥'],
  ['reply', 'model', 'The model answers', '模型能够回答'],
]

export const passed: readonly CheckView[] = fine.map(([id, layer, en, zh, account]) =>
  check(id, layer, {
    title: words(en, zh),
    detail: words('Looked at a moment ago; nothing to do.', '刚刚检查过，无需处理。'),
    ...(account !== undefined && { account }),
  }),
)

export const ended = (checks: readonly CheckView[]): DoctorView => ({
  running: false,
  startedAt: Date.now() - 3 * MINUTE,
  endedAt: Date.now() - 2 * MINUTE,
  checks,
})

export const sick = (): AppState => busy({ doctor: ended([...passed, others, wrongSide, missingScope]) })
export const healthy = (): AppState => busy({ doctor: ended([...passed, others]) })

/** In the middle of the first run: some have come to a verdict, one runs, the rest wait. */
export const running = (): AppState =>
  busy({
    doctor: {
      running: true,
      startedAt: Date.now() - 5000,
      checks: [...passed, others, wrongSide, missingScope].map((one, index) => ({
        ...one,
        ...(index < 5
          ? { at: Date.now() - 1000 }
          : { verdict: index === 5 ? 'running' : 'waiting', detail: words('', ''), at: undefined }),
      })),
    },
  })
