import { z } from 'zod'
import { envName, key, list } from './config-key.ts'

const unused = { unused: true } as const

export const skills = z.strictObject({
  dirs: key(
    list(z.string()),
    ['Skill folders', '技能文件夹'],
    ['Where skills are looked for.', '查找技能的文件夹。'],
    unused,
  ),
})

const mcpServer = z.strictObject({
  command: key(z.string().default(''), ['Command', '命令'], ['Starts a local server.', '启动本地服务的命令。']),
  args: key(list(z.string()), ['Arguments', '参数'], ['Of the command.', '命令的参数。']),
  env: key(
    z.record(z.string(), z.string()).default({}),
    ['Environment', '环境变量'],
    ['Set for the command.', '为该命令设置。'],
  ),
  url: key(
    z.union([z.literal(''), z.string().regex(/^https?:\/\/[^\s@]+$/)], 'must be empty or a URL').default(''),
    ['URL', '地址'],
    ['Of a server that is reached over the network.', '通过网络访问的服务地址。'],
  ),
  headers: key(
    z.record(z.string(), z.string()).default({}),
    ['Headers', '请求头'],
    ['Sent with each request to the URL.', '随每个请求发送。'],
  ),
})

export const mcp = z.strictObject({
  servers: key(
    z.record(z.string(), mcpServer).default({}),
    ['MCP servers', 'MCP 服务'],
    ['Programs that offer tools.', '提供工具的程序。'],
    unused,
  ),
})

const notifier = z.strictObject({
  url: key(
    z.string().regex(/^https?:\/\/[^\s@]+$/, 'must be the URL of a group bot'),
    ['Webhook URL', 'Webhook 地址'],
    ['Of the group bot.', '群机器人的地址。'],
  ),
  secret: key(
    z.string().default(''),
    ['Signature secret', '签名密钥'],
    ['Moved into the secret store as soon as it is seen here.', '写在这里会立即移入密钥库。'],
    { secret: true },
  ),
  secretEnv: key(
    envName.default(''),
    ['Secret variable', '密钥环境变量'],
    ['The environment variable that holds the secret.', '保存密钥的环境变量名。'],
  ),
  secretFile: key(
    z.string().default(''),
    ['Secret file', '密钥文件'],
    ['A file that only you can read.', '仅自己可读的文件。'],
  ),
})

export const notifiers = key(
  z.record(z.string().regex(/^[\w-]{1,32}$/, 'must be letters, digits, "-" and "_", at most 32'), notifier).default({}),
  ['Notifiers', '通知机器人'],
  ['Group bots that messages can be posted to.', '可向其推送消息的群机器人。'],
)
