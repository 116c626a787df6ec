import { z } from 'zod'
import type { Words } from '../contract/words.ts'
import { describe } from './describe.ts'
import { schemaKeys, unwrap, type SchemaKey } from './schema.ts'

/** The page that lists every key, in both languages, made from the schema alone. */
export const configReference = (): string =>
  [
    '<!-- Made from the schema by `node scripts/config-reference.ts`; edits here are lost. -->',
    '',
    '# Configuration · 配置',
    '',
    ...intro,
    '',
    ...sections().flatMap(({ title, keys }) => ['', `## ${title}`, '', ...keys.flatMap(entry)]),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n')

const intro = [
  'Perch reads `config.json` in its home folder: JSON with comments and trailing commas. A change counts at once. `perch config check` names every mistake with its line; one wrong value never loses the rest. What the command line or the environment says (`LARK_APP_ID`, `LARK_APP_SECRET`, `FEISHU_APP_SECRET`) wins over the file.',
  '',
  'Perch 读取主目录中的 `config.json`：允许注释和尾随逗号的 JSON。修改立即生效。`perch config check` 会指出每处错误及所在行；一个错误的值不会影响其余配置。命令行与环境变量（`LARK_APP_ID`、`LARK_APP_SECRET`、`FEISHU_APP_SECRET`）优先于文件。',
  '',
  'Marks · 标记：🔑 secret, moved out of the file into the secret store · 密钥，会从文件移入密钥库 — ↻ a change makes the account connect anew · 修改后账号会重新连接 — ⏳ kept, but not used by this version · 保留，但此版本尚未使用',
]

type Section = { readonly title: string; readonly keys: readonly SchemaKey[] }

/** Keys that are values, under the object that holds them; what a named account repeats is not told again. */
function sections(): readonly Section[] {
  const found = new Map<string, SchemaKey[]>()
  for (const key of schemaKeys().filter(isTold)) {
    const title = key.path.includes('.') ? `\`${key.path.slice(0, key.path.lastIndexOf('.'))}\`` : '`config.json`'
    found.set(title, [...(found.get(title) ?? []), key])
  }
  return [...found].map(([title, keys]) => ({ title, keys }))
}

const isTold = (key: SchemaKey): boolean => key.info !== undefined && !key.path.startsWith('channels.lark.accounts.')

function entry(key: SchemaKey): readonly string[] {
  const { info } = key
  if (!info) return []
  const name = key.path.slice(key.path.lastIndexOf('.') + 1)
  const marks = [info.secret && ' 🔑', info.reconnects && ' ↻', info.unused && ' ⏳'].filter(Boolean).join('')
  const say = (language: keyof Words) => `${info.label[language]}: ${info.help[language]}`
  return [
    `- **\`${name}\`**${marks} — ${describe(key.schema)}${defaultOf(key)}  `,
    `  ${say('en')}  `,
    `  ${say('zh')}${accountsNote(key)}`,
  ]
}

const accountsNote = ({ path }: SchemaKey): string =>
  path === 'channels.lark.accounts'
    ? '  \n  `accounts.<name>` takes every key of `channels.lark`. `enabled`, `mode`, `dmPolicy`, `groupPolicy` and `webhookPath` come from the top level unless set; App ID, secrets, owners and lists never do.  \n  `accounts.<名称>` 可使用 `channels.lark` 的所有配置项。`enabled`、`mode`、`dmPolicy`、`groupPolicy`、`webhookPath` 未设置时沿用顶层；App ID、密钥、所有者与名单从不沿用。'
    : ''

function defaultOf({ schema }: SchemaKey): string {
  const bare = unwrap(schema)
  if (schema instanceof z.ZodOptional || bare instanceof z.ZodObject) return ''
  const result = z.safeParse(schema, undefined)
  return result.success ? `; default · 默认 \`${JSON.stringify(result.data)}\`` : '; required · 必填'
}
