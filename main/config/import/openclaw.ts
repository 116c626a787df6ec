import type { ImportSystem } from '../../contract/importing.ts'
import type { Words } from '../../contract/words.ts'
import type { Value } from '../parse.ts'
import type { ConfigPath } from '../problems.ts'
import { takeAccounts, type Present, type SourceChannel } from './accounts.ts'
import { accountAt, ignoreOtherChannels, takeAgents, takeValue, type SourceAgent } from './common.ts'
import { takeModel } from './model.ts'
import { keyVariablesOf } from './providers.ts'
import { notes, reasons } from './reasons.ts'
import { secretOrigin } from './secret-value.ts'
import type { KnownKeys, Survey } from './survey.ts'
import { isTable, leavesOf, lookup, pathOf } from './tree.ts'

const titles: Readonly<Record<string, string>> = { moltbot: 'Moltbot', clawdbot: 'clawdbot', openclaw: 'OpenClaw' }

/** Reads `openclaw.json`, and what it was called before: `moltbot.json` and `clawdbot.json`. */
export function takeOpenClaw(survey: Survey, present: Present, system: ImportSystem): readonly Words[] {
  const included = includesOf(survey)
  const channels = ['feishu', 'lark'].flatMap(name => channelAt(survey, name, system) ?? [])
  const providers = survey.value(['secrets', 'providers'])
  const count = takeAccounts(channels, present, { survey, providers, sharedList: false })
  const isTaken = takeProvider(survey)
  if (isTaken) takeValue(survey, pathOf(survey.root, 'agents', 'defaults', 'contextTokens'), ['llm', 'contextTokens'])
  takeAgents(survey, agentsOf(survey))
  takeValue(survey, pathOf(survey.root, 'logging', 'level'), ['logLevel'])
  ignoreOtherChannels(survey)
  return [
    ...(included ? [notes.included] : []),
    ...(count === 0 ? [notes.noAccount] : []),
    ...(system !== 'openclaw' && channels.some(isWithoutPolicy) ? [notes.dmPairing(titles[system] ?? system)] : []),
    ...(channels.some(hasRulesAlone) ? [notes.ruledGroups] : []),
  ]
}

/** True when further files belong to this one, at any level. */
function includesOf(survey: Survey): boolean {
  const places = leavesOf(survey.root).filter(leaf => leaf.includes('$include'))
  for (const place of places) survey.ignore(place.slice(0, place.indexOf('$include') + 1), reasons.include)
  return places.length > 0
}

function channelAt(survey: Survey, name: string, system: string): SourceChannel | undefined {
  const top = accountAt(survey, name === 'feishu' ? system : `${system}-${name}`, 'channels', name)
  if (!top) return undefined
  const accounts = top.table['accounts']
  const named = isTable(accounts)
    ? Object.entries(accounts).flatMap(([id, table]) =>
        isTable(table) ? [{ id, path: [...top.path, 'accounts', id], table }] : [],
      )
    : []
  const preferred = top.table['defaultAccount']
  const variables = [{ appId: `${name.toUpperCase()}_APP_ID`, appSecret: `${name.toUpperCase()}_APP_SECRET` }]
  return { top, holder: 'accounts', named, preferred: typeof preferred === 'string' ? preferred : 'default', variables }
}

const isWithoutPolicy = ({ top, named }: SourceChannel): boolean =>
  [top, ...named].some(({ table }) => table['dmPolicy'] === undefined && !isTable(table['dm'])) &&
  top.table['dmPolicy'] === undefined

/** Groups with rules, and no list that lets any in. */
const hasRulesAlone = ({ top }: SourceChannel): boolean =>
  isTable(top.table['groups']) && top.table['groupAllowFrom'] === undefined && top.table['groupPolicy'] !== 'open'

/** `provider/model`, at the places where it may stand, the first one that does. */
function modelAt(survey: Survey): { path: ConfigPath; value: string } | undefined {
  const places = [
    ['agents', 'defaults', 'model'],
    ['agent', 'model'],
    ['models', 'default'],
  ]
  const texts = places.flatMap(place => [[...place, 'primary'], place])
  return texts.flatMap(path => {
    const value = survey.value(path)
    return typeof value === 'string' && value.trim() !== '' ? [{ path, value: value.trim() }] : []
  })[0]
}

/** False when the model here stays another one. */
function takeProvider(survey: Survey): boolean {
  const model = modelAt(survey)
  if (!model) return false
  // without a provider in front, OpenClaw asks Anthropic
  const provider = model.value.includes('/') ? model.value.slice(0, model.value.indexOf('/')) : 'anthropic'
  const at: ConfigPath = ['models', 'providers', provider]
  const apiBase = survey.text(survey.value([...at, 'baseUrl']))
  const key = survey.value([...at, 'apiKey'])
  const speaks = lookup(dialects, survey.value([...at, 'api']))
  return takeModel(survey, {
    provider: apiBase && speaks && !hosted.has(provider) ? speaks : provider,
    model: { path: model.path, value: withoutProvider(model.value) },
    ...(apiBase ? { apiBase: { path: [...at, 'baseUrl'], value: apiBase } } : {}),
    ...(key === undefined
      ? {}
      : { key: { path: [...at, 'apiKey'], value: secretOrigin(key, survey.value(['secrets', 'providers'])) } }),
    keyVariables: keyVariablesOf(provider),
  })
}

const withoutProvider = (model: string): string => (model.includes('/') ? model.slice(model.indexOf('/') + 1) : model)

/** What a provider of one's own speaks. */
const dialects: Readonly<Record<string, string>> = {
  'anthropic-messages': 'anthropic',
  'google-generative-ai': 'google',
  ollama: 'ollama',
}
const hosted = new Set(['anthropic', 'google', 'openai', 'openrouter', 'ollama'])

/** Their names and which one is the default. Which folders and tools they have stays out. */
function agentsOf(survey: Survey): readonly SourceAgent[] {
  const list = survey.value(['agents', 'list'])
  if (!Array.isArray(list)) return []
  return list.flatMap((agent: Value, index): readonly SourceAgent[] => {
    if (!isTable(agent) || typeof agent['id'] !== 'string' || agent['id'] === '') return []
    const at = ['agents', 'list', index]
    const isDefault = typeof agent['default'] === 'boolean' ? { default: agent['default'] } : {}
    return [
      { agent: { id: agent['id'], ...isDefault }, paths: ['id', ...Object.keys(isDefault)].map(key => [...at, key]) },
    ]
  })
}

const sections = (names: readonly string[], why: Words): KnownKeys => names.map(name => [name, why])

export const openClawKeys: KnownKeys = [
  ['agents.defaults.workspace', reasons.workspace],
  ['agents.list.*.workspace', reasons.workspace],
  ['agents.list.*.agentDir', reasons.workspace],
  ['agents.list.*.skills', reasons.skills],
  ['agents.list.*.model', reasons.otherModel],
  ['agents.defaults.model', reasons.otherModel],
  ['agents.defaults.models', reasons.otherModel],
  ['agents.defaults.imageModel', reasons.otherModel],
  ['agent.workspace', reasons.workspace],
  ['agent.model', reasons.otherModel],
  ['agent.models', reasons.otherModel],
  ['models.providers', reasons.otherProvider],
  ['auth.profiles', reasons.elsewhere],
  ...sections(['mcp', 'mcpServers', 'tools.mcp'], reasons.mcp),
  ...sections(['skills', 'plugins', 'hooks'], reasons.skills),
  ...sections(
    ['tools', 'browser', 'media', 'audio', 'talk', 'canvasHost', 'cron', 'approvals', 'nodeHost'],
    reasons.tools,
  ),
  ...sections(['gateway', 'web', 'discovery', 'ui'], reasons.ownServer),
  ...sections(['meta', 'wizard', 'update', 'auth', 'secrets', 'diagnostics', 'cli', '$schema', 'env'], reasons.account),
  ...sections(
    ['agents', 'agent', 'models', 'bindings', 'broadcast', 'messages', 'commands', 'session'],
    reasons.ownWay,
  ),
  ...sections(
    ['routing', 'identity', 'logging', 'memory', 'acp', 'channels.defaults', 'channels.modelByChannel'],
    reasons.ownWay,
  ),
  ['channels.feishu.accounts', reasons.wrongForm],
  ['channels.lark.accounts', reasons.wrongForm],
]
