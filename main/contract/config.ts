import { z } from 'zod'
import { mcp, notifiers, skills } from './config-extras.ts'
import { envName, key, list } from './config-key.ts'
import { lark, type account } from './config-lark.ts'
import { transcription } from './config-transcription.ts'
import { providerIds } from './provider-ids.ts'

const llm = z.strictObject({
  provider: key(
    z.enum(providerIds).default('openrouter'),
    ['Provider', '模型服务商'],
    ['Who runs the model.', '由谁提供模型。'],
  ),
  apiBase: key(
    z.union([z.literal(''), z.string().regex(/^https?:\/\/[^\s@]+$/)], 'must be empty or a URL').default(''),
    ['API address', '接口地址'],
    ["Empty: the provider's own.", '留空则用服务商默认地址。'],
  ),
  model: key(z.string().default(''), ['Model', '模型'], ['As the provider names it.', '按服务商的命名填写。']),
  apiKey: key(
    z.string().default(''),
    ['API key', 'API 密钥'],
    ['Moved into the secret store as soon as it is seen here.', '写在这里会立即移入密钥库。'],
    { secret: true },
  ),
  apiKeyEnv: key(
    envName.default(''),
    ['API key variable', 'API 密钥环境变量'],
    ['The environment variable that holds the key.', '保存密钥的环境变量名。'],
  ),
  apiKeyFile: key(
    z.string().default(''),
    ['API key file', 'API 密钥文件'],
    ['A file that only you can read.', '仅自己可读的文件。'],
  ),
  maxTokens: key(
    z.int().positive().max(1_000_000).default(8192),
    ['Longest answer', '最长回答'],
    ['In tokens.', '以 token 计。'],
  ),
  contextTokens: key(
    z.int().min(1000).max(10_000_000).default(64_000),
    ['Conversation memory', '对话记忆'],
    ['How many tokens of a conversation the model is shown.', '每次提供给模型的对话长度（token）。'],
  ),
})

const agent = z.strictObject({
  id: key(z.string().min(1), ['ID', 'ID'], ['A short name.', '简短名称。']),
  default: key(
    z.boolean().default(false),
    ['Default', '默认'],
    ['Answers where no other is named.', '未指定时由它回答。'],
  ),
  workspace: key(
    z.string().default(''),
    ['Workspace', '工作区'],
    ['The folder its tools may read.', '其工具可读取的文件夹。'],
  ),
  agentDir: key(z.string().default(''), ['Agent folder', '智能体文件夹'], ['Its own notes.', '存放它自己的笔记。']),
  systemPrompt: key(z.string().default(''), ['Instructions', '提示词'], ['Added to its instructions.', '附加说明。']),
  maxSteps: key(
    z.int().min(1).max(500).default(40),
    ['Most steps', '最多步数'],
    ['Model calls in one turn.', '一轮中的模型调用次数。'],
  ),
})

const agents = z.strictObject({
  defaultAgentId: key(
    z.string().default('main'),
    ['Default agent', '默认智能体'],
    ['The id of an agent below.', '下面某个智能体的 id。'],
  ),
  list: key(
    z.array(agent).default([]),
    ['Agents', '智能体'],
    ['Who answers. Without an entry, one with all the defaults.', '由谁回答。没有条目时使用全默认的智能体。'],
  ),
})

const server = z.strictObject({
  host: key(
    z.string().min(1).default('127.0.0.1'),
    ['Host', '监听地址'],
    ['Loopback unless made public on purpose.', '默认仅本机。'],
  ),
  port: key(
    z.int().min(0).max(65_535).default(18_789),
    ['Port', '端口'],
    ['0 picks a free one.', '0 表示任意空闲端口。'],
  ),
  trustedProxies: key(
    list(z.string()),
    ['Trusted proxies', '可信代理'],
    ['Whose forwarded headers count.', '采信其转发头的代理。'],
  ),
})

/** Every key of config.json, with its default. Unknown keys are refused by name. */
export const Config = z.strictObject({
  $schema: key(
    z.string().optional(),
    ['Schema', '结构定义'],
    ['Where an editor finds the JSON Schema of this file.', '供编辑器查找本文件的 JSON Schema。'],
  ),
  channels: z.strictObject({ lark: lark.prefault({}) }).prefault({}),
  llm: llm.prefault({}),
  transcription: transcription.prefault({}),
  agents: agents.prefault({}),
  skills: skills.prefault({}),
  mcp: mcp.prefault({}),
  notifiers,
  server: server.prefault({}),
  language: key(
    z.enum(['auto', 'en', 'zh-CN']).default('auto'),
    ['Language', '语言'],
    ['Of screens and replies.', '界面与回复的语言。'],
  ),
  logLevel: key(
    z.enum(['error', 'warn', 'info', 'debug']).default('info'),
    ['Log level', '日志级别'],
    ['Message text and secrets are never logged.', '日志从不包含消息内容与密钥。'],
  ),
  proxy: key(
    z
      .union(
        [z.enum(['system', 'none']), z.string().regex(/^(https?|socks[45]?h?):\/\/\S+$/)],
        'must be "system", "none", or a URL with http, https or socks',
      )
      .default('system'),
    ['Proxy', '代理'],
    ['"system", "none", or a URL.', '"system"、"none" 或 URL。'],
    { reconnects: true },
  ),
  caFile: key(
    z.string().default(''),
    ['More certificates', '附加证书'],
    ['A PEM file that is trusted beside those of the system.', '除系统证书外额外信任的 PEM 文件。'],
    { reconnects: true },
  ),
})

export type Config = z.output<typeof Config>
/** The settings of one account with everything decided; the top level is the account "default". */
export type AccountConfig = z.output<typeof account>
export type LlmConfig = Config['llm']
export type AgentConfig = Config['agents']['list'][number]
