import { pauseEdits, removeEdits, renameEdits } from '../../main/config/account-edits.ts'
import { checkConfig } from '../../main/config/check.ts'
import { editedText, editFor, readPath } from '../../main/config/edits.ts'
import { originOf, fixedBy } from '../../main/config/origins.ts'
import type { Value } from '../../main/config/parse.ts'
import { schemaKeys } from '../../main/config/schema.ts'
import { shownValue } from '../../main/config/shown.ts'
import type { Edit } from '../../main/config/text-edit.ts'
import { valueAt } from '../../main/config/prune.ts'
import { AppError } from '../../main/contract/errors.ts'
import { modelProviders } from '../../main/contract/model-providers.ts'
import { providerIds } from '../../main/contract/provider-ids.ts'
import { settingViews } from '../../main/views/settings-list.ts'
import type { Answers } from '../fakes/screen-server.ts'

export type Kept = { readonly name: string; readonly host: string; readonly at: number }

export type SettingsService = {
  readonly answers: Answers
  /** What config.json says now. */
  readonly value: (path: string) => unknown
  readonly secrets: () => readonly Kept[]
}

const nothing = () => undefined

/** The settings as the service keeps them: the real schema, checks and edits, over a text in memory. */
export function settingsService(
  config: object,
  { kept = [], env = {} }: { readonly kept?: readonly Kept[]; readonly env?: Readonly<Record<string, string>> } = {},
): SettingsService {
  let text = JSON.stringify(config)
  let secrets = kept
  const now = () => checkConfig(text).config
  const edit = (edits: readonly Edit[]) => void (text = editedText(text, edits))
  const hostOf = (name: string) => originOf({ config: now(), env, stored: secrets })(name).host
  const keep = (name: string, host: string) =>
    void (secrets = [...secrets.filter(one => one.name !== name), { name, host, at: Date.now() }])
  const read = (path: string) => valueAt(now(), readPath(path))
  return {
    value: read,
    secrets: () => secrets,
    answers: {
      'settings.list': () => {
        const origin = originOf({ config: now(), env, stored: secrets })
        const isSecretSet = (path: string) => origin(path).from !== 'nowhere'
        return settingViews({
          keys: schemaKeys(),
          config: now(),
          isSecretSet,
          originOf: origin,
          fixedBy: fixedBy({ env }),
        })
      },
      'config.get': ({ path }) => shownValue(read(path), readPath(path), () => true),
      'config.set': ({ path, value }) => edit([editFor(text, path, value as Value)]), // it came as JSON
      'config.unset': ({ path }) => edit([editFor(text, path, undefined)]),
      'secret.list': () => [...secrets],
      'secret.set': ({ name }) => keep(name, hostOf(name)),
      'secret.unset': ({ name }) => void (secrets = secrets.filter(one => one.name !== name)),
      'secret.confirm-host': ({ name }) => {
        if (!secrets.some(one => one.name === name)) throw new AppError('not-found', `${name} is not stored.`)
        keep(name, hostOf(name))
      },
      'accounts.pause': ({ account, paused }) => edit(pauseEdits(now(), account, paused)),
      'accounts.rename': ({ account, name }) => edit(renameEdits(account, name)),
      'accounts.remove': ({ account }) => edit(removeEdits(account)),
      'accounts.retry': nothing,
      'models.providers': () => providerIds.map(id => ({ id, ...modelProviders[id] })),
      'models.list': () => ({
        listed: true,
        models: [
          { id: 'z-ai/glm-5', sees: 'yes' },
          { id: 'z-ai/glm-4.6', sees: 'no', tools: false },
        ],
      }),
      'models.find': () => [],
      'notify.send': ({ to }) => ({ to, messages: 1 }),
    },
  }
}

/** A configuration with something in every list. */
export const lived = {
  channels: {
    lark: {
      appId: 'cli_a1b2c3d4e5f60718',
      name: 'Office bot',
      ownerIds: ['ou_91f0aa7e6c5d4b3a29180706f5e4d3c2'],
      allowFrom: ['ou_2b91c00f7a6e4c1d8f90123456789abc', 'ou_77aa00bb11cc22dd33ee44ff55006611'],
      groups: { oc_weekly0000000000000000000000000: { requireMention: false } },
      accounts: { work: { appId: 'cli_b1b2c3d4e5f60718', domain: 'lark', name: 'Front desk', dmPolicy: 'allowlist' } },
    },
  },
  llm: { provider: 'openrouter', model: 'z-ai/glm-4.6', maxTokens: 16_384 },
  agents: { list: [{ id: 'main', systemPrompt: 'Be brief.' }, { id: 'helper' }] },
  notifiers: { ops: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/3f2a9c1e-token-of-the-group' } },
  mcp: { servers: { files: { command: 'mcp-files', args: ['--root', '.'], env: { TOKEN: 'very-secret' } } } },
}

export const stored: readonly Kept[] = [
  { name: 'channels.lark.appSecret', host: 'open.feishu.cn', at: Date.UTC(2026, 10, 3) },
  { name: 'channels.lark.accounts.work.appSecret', host: 'open.larksuite.com', at: Date.UTC(2026, 9, 20) },
  { name: 'llm.apiKey', host: 'openrouter.ai', at: Date.UTC(2026, 10, 3) },
]
