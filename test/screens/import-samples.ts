import type { ImportReport, ImportRow } from '../../main/contract/importing.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { HOUR } from './states.ts'

const why = (en: string, zh: string) => ({ en, zh })

const rows: readonly ImportRow[] = [
  {
    key: 'channels.feishu.appId',
    outcome: 'taken',
    to: 'channels.lark.appId',
    value: '"cli_a1b2c3d4e5f60718"',
    why: why('', ''),
  },
  {
    key: 'channels.feishu.appSecret',
    outcome: 'secret',
    to: 'channels.lark.appSecret',
    why: why('Moves to the secret store.', '移入密钥库。'),
  },
  {
    key: 'channels.feishu.dmPolicy',
    outcome: 'changed',
    to: 'channels.lark.dmPolicy',
    value: '"open"',
    why: why('Everybody of your company may write.', '企业内所有人都可以使用。'),
    warning: true,
  },
  {
    key: 'channels.feishu.groupPolicy',
    outcome: 'conflict',
    to: 'channels.lark.groupPolicy',
    why: why('"disabled" is set here already.', '这里已设置为 "disabled"。'),
  },
  { key: 'gateway.port', outcome: 'ignored', why: why('Perch needs no gateway.', 'Perch 不需要网关。') },
  { key: 'gateway.bind', outcome: 'ignored', why: why('Perch needs no gateway.', 'Perch 不需要网关。') },
  { key: 'plugins.entries.feishu-extra', outcome: 'unknown', why: why('Not known.', '未知的配置项。') },
]

export const report = (change: Partial<ImportReport> = {}): ImportReport => ({
  system: 'openclaw',
  format: 'json',
  source: '/home/me/.openclaw/openclaw.json',
  rows,
  notes: [],
  changes: [],
  secrets: ['channels.lark.appSecret'],
  variables: [],
  changed: true,
  applied: false,
  ...change,
})

export const importAnswers: Answers = {
  'import.find': () => [
    { path: '/home/me/.openclaw/openclaw.json', system: 'openclaw', modified: Date.now() - 30 * HOUR },
    { path: '/home/me/.nanobot/config.json', system: 'nanobot', modified: Date.now() - 400 * HOUR },
  ],
  'import.preview': () => report(),
  'import.apply': () => report({ applied: true, keptAside: '/home/me/.perch/config.before-import.json' }),
}
