import { z } from 'zod'
import { anyone, anyoneOrGroup, chatId, envName, inherited, key, list, openId } from './config-key.ts'

const LOOPBACK = /^http:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?\/?$/
const brandOrUrl = z.union(
  [z.enum(['feishu', 'lark']), z.string().regex(/^https:\/\/[^/?#\s@]+\/?$/), z.string().regex(LOOPBACK)],
  'must be "feishu", "lark", or a base URL with https (http only on this computer) and no path',
)
const webUrl = z.union([z.literal(''), z.string().regex(/^https?:\/\/\S+$/)], 'must be empty or a URL')
const accountName = z
  .string()
  .regex(/^[a-z0-9][\w-]{0,31}$/i, 'must be letters, digits, "-" and "_", at most 32')
  .refine(name => name !== 'default', 'can\'t be "default": that is the account at the top level')
const reconnects = { reconnects: true } as const

/** The rules of one group. They restrict or instruct; only the allow lists admit. */
export const group = z.strictObject({
  enabled: key(
    z.boolean().default(true),
    ['Enabled', '启用'],
    ['Off: silence in this group.', '关闭后在该群保持沉默。'],
  ),
  requireMention: key(
    z.boolean().default(true),
    ['Only when mentioned', '仅在被 @ 时'],
    ['Off: every message of an allowed sender is answered.', '关闭后，允许的成员发的每条消息都会回答。'],
  ),
  systemPrompt: key(
    z.string().default(''),
    ['Instructions', '群内提示词'],
    ['Added to the instructions of the agent in this group.', '在该群附加给智能体的说明。'],
  ),
  allowFrom: key(
    list(anyone),
    ['Allowed people', '允许的成员'],
    ['People admitted in this group.', '在该群允许的成员。'],
  ),
})

/** What a named account takes from the top level unless it says otherwise. */
const behaviour = {
  enabled: key(
    z.boolean().default(true),
    ['Enabled', '启用'],
    ['Off: this account is not connected.', '关闭后不连接该账号。'],
    reconnects,
  ),
  mode: key(
    z.enum(['websocket', 'webhook']).default('websocket'),
    ['Connection', '连接方式'],
    ['Long connection needs no public address.', '长连接无需公网地址。'],
    reconnects,
  ),
  webhookPath: key(
    z
      .string()
      .regex(/^\/[^\s?#]*$/, 'must be a path that starts with /')
      .default('/lark/webhook'),
    ['Webhook path', 'Webhook 路径'],
    [
      'Where the platform posts its events in webhook mode; a named account without one adds "/" and its name.',
      'Webhook 模式下平台推送事件的路径；命名账号默认在其后加 "/" 和账号名。',
    ],
    reconnects,
  ),
  dmPolicy: key(
    z.enum(['open', 'allowlist', 'pairing', 'disabled']).default('pairing'),
    ['Direct messages', '私聊'],
    ['Who may write to the bot in private.', '谁可以私聊机器人。'],
  ),
  groupPolicy: key(
    z.enum(['open', 'allowlist', 'disabled']).default('allowlist'),
    ['Groups', '群聊'],
    ['Whom the bot answers in groups.', '在群里回答谁。'],
  ),
}

/** What belongs to one bot alone. */
const identity = {
  appId: key(
    z.string().default(''),
    ['App ID', 'App ID'],
    ['From Credentials & Basic Info, starts with cli_.', '在「凭证与基础信息」中，以 cli_ 开头。'],
    reconnects,
  ),
  appIdFile: key(
    z.string().default(''),
    ['App ID file', 'App ID 文件'],
    ['A file that holds the App ID.', '保存 App ID 的文件。'],
    reconnects,
  ),
  appSecret: key(
    z.string().default(''),
    ['App Secret', 'App Secret'],
    ['Moved into the secret store as soon as it is seen here.', '写在这里会立即移入密钥库。'],
    { secret: true, reconnects: true },
  ),
  appSecretEnv: key(
    envName.default(''),
    ['App Secret variable', 'App Secret 环境变量'],
    ['The environment variable that holds the App Secret.', '保存 App Secret 的环境变量名。'],
    reconnects,
  ),
  appSecretFile: key(
    z.string().default(''),
    ['App Secret file', 'App Secret 文件'],
    ['A file that only you can read.', '仅自己可读的文件。'],
    reconnects,
  ),
  name: key(
    z.string().default(''),
    ['Name', '名称'],
    ['How this account is called on the screens.', '界面上显示的账号名称。'],
  ),
  domain: key(
    brandOrUrl.default('feishu'),
    ['Platform', '平台'],
    ['"feishu" (China), "lark" (international), or a base URL.', '"feishu"（国内）、"lark"（国际）或自定义地址。'],
    reconnects,
  ),
  consoleUrl: key(
    webUrl.default(''),
    ['Console URL', '后台地址'],
    ['Only for a base URL of your own.', '仅用于自定义平台地址。'],
  ),
  accountsUrl: key(
    webUrl.default(''),
    ['Accounts URL', '账号服务地址'],
    ['Only for a base URL of your own.', '仅用于自定义平台地址。'],
  ),
  encryptKey: key(
    z.string().default(''),
    ['Encrypt Key', 'Encrypt Key'],
    ['Webhook mode only. Moved into the secret store.', '仅用于 Webhook 模式，会移入密钥库。'],
    { secret: true, reconnects: true },
  ),
  verificationToken: key(
    z.string().default(''),
    ['Verification Token', 'Verification Token'],
    ['Webhook mode only. Moved into the secret store.', '仅用于 Webhook 模式，会移入密钥库。'],
    { secret: true, reconnects: true },
  ),
  allowFrom: key(
    list(anyone),
    ['Allowed people', '允许的人'],
    ['Open IDs; "*" means everybody of this tenant.', 'Open ID 列表，"*" 表示本企业所有人。'],
  ),
  groupAllowFrom: key(
    list(anyoneOrGroup),
    ['Allowed in groups', '群聊允许名单'],
    ['People (in any group) and groups (any member).', '人（任意群）或群（任意成员）。'],
  ),
  groups: key(
    z.record(chatId, group).default({}),
    ['Group rules', '群规则'],
    ['Rules of single groups; they do not admit anybody.', '单个群的规则，不代表允许。'],
  ),
  ownerIds: key(
    list(openId),
    ['Owners', '所有者'],
    ['May approve tools and pairings; always allowed.', '可审批工具和配对，始终允许。'],
  ),
  quota: z
    .strictObject({
      limit: key(
        z.int().positive().default(10_000),
        ['Monthly API calls', '每月 API 调用额度'],
        ['The quota of your tenant; Perch warns at 70 %.', '企业的额度，用到 70% 时提醒。'],
      ),
      unmetered: key(
        z.boolean().default(false),
        ['Unmetered', '不限额度'],
        ['Cards stream up to 8 times a second.', '卡片每秒最多更新 8 次。'],
      ),
    })
    .prefault({}),
}

/** One account with every key decided. */
export const account = z.strictObject({ ...identity, ...behaviour })

const namedAccount = z.strictObject({
  ...identity,
  enabled: inherited(behaviour.enabled),
  mode: inherited(behaviour.mode),
  webhookPath: inherited(behaviour.webhookPath),
  dmPolicy: inherited(behaviour.dmPolicy),
  groupPolicy: inherited(behaviour.groupPolicy),
})

/** `channels.lark`: the account "default" and, beside it, the named ones. */
export const lark = account.extend({
  accounts: key(
    z.record(accountName, namedAccount).default({}),
    ['More accounts', '更多账号'],
    ['Further bots, each with an App ID and lists of its own.', '更多机器人，各自拥有独立的 App ID 与名单。'],
  ),
})
