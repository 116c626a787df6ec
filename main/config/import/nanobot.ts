import type { ConfigPath } from '../problems.ts'
import { valueAt } from '../prune.ts'
import type { Words } from '../../contract/words.ts'
import { takeAccounts, type Present, type SourceAccount } from './accounts.ts'
import { takeModel } from './model.ts'
import { providerKey } from './providers.ts'
import { notes, reasons } from './reasons.ts'
import { secretOrigin } from './secret-value.ts'
import type { KnownKeys, Survey } from './survey.ts'
import { accountAt, ignoreOtherChannels, takeAgents, takeValue } from './common.ts'
import { camel, isTable, pathOf } from './tree.ts'

/** Reads `~/.nanobot/config.json` of HKUDS/nanobot, whose keys may be spelled `appId` or `app_id`. */
export function takeNanobot(survey: Survey, present: Present): readonly Words[] {
  const top = accountAt(survey, 'nanobot', 'channels', 'feishu') ?? accountAt(survey, 'nanobot', 'channels', 'lark')
  const named = top ? instancesOf(survey, top.path) : []
  const preferred = named[0]?.id ?? ''
  const channels = top ? [{ top, holder: 'instances', named, preferred }] : []
  const count = takeAccounts(channels, present, { survey, providers: undefined, sharedList: true })
  takeLimits(survey, takeProvider(survey))
  ignoreOtherChannels(survey)
  const list = top && valueAt(top.table, pathOf(top.table, 'allowFrom') ?? ['allowFrom'])
  const isEmpty = Array.isArray(list) && list.length === 0
  return [...(count === 0 ? [notes.noAccount] : []), ...(isEmpty ? [notes.emptyList] : [])]
}

/** Several bots stand in a list; the first is the default one. */
function instancesOf(survey: Survey, path: ConfigPath): readonly SourceAccount[] {
  const list = survey.value([...path, 'instances'])
  if (!Array.isArray(list)) return []
  return list.flatMap((table, index) => {
    if (!isTable(table)) return []
    const id = [table['id'], table['instanceId'], table['instance_id']].find(value => typeof value === 'string')
    return [{ id: typeof id === 'string' ? id : `assistant-${index + 1}`, path: [...path, 'instances', index], table }]
  })
}

/** Words in a model's name that tell who makes it. */
const makers: readonly (readonly [string, string])[] = [
  ['claude', 'anthropic'],
  ['gpt', 'openai'],
  ['deepseek', 'deepseek'],
  ['gemini', 'gemini'],
  ['glm', 'zhipu'],
  ['qwen', 'dashscope'],
  ['kimi', 'moonshot'],
  ['moonshot', 'moonshot'],
  ['minimax', 'minimax'],
]
const gateways = ['openrouter', 'aihubmix', 'siliconflow', 'volcengine', 'custom', 'vllm']

/** False when the model here stays another one. */
function takeProvider(survey: Survey): boolean {
  const modelPath = pathOf(survey.root, 'agents', 'defaults', 'model')
  const model = modelPath && survey.value(modelPath)
  if (!modelPath || typeof model !== 'string' || model === '') return false
  const forcedPath = pathOf(survey.root, 'agents', 'defaults', 'provider')
  const forced = forcedPath && survey.value(forcedPath)
  const isAuto = typeof forced !== 'string' || forced === '' || forced === 'auto'
  const provider = isAuto ? chosenProvider(survey, model) : forced
  const base = pathOf(survey.root, 'providers', camel(provider), 'apiBase')
  const apiBase = base && survey.text(survey.value(base))
  const key = pathOf(survey.root, 'providers', camel(provider), 'apiKey')
  if (forcedPath && isAuto) survey.tell(forcedPath, [{ outcome: 'taken', to: 'llm.provider', why: reasons.auto }])
  return takeModel(survey, {
    provider,
    ...(forcedPath && !isAuto ? { providerPath: forcedPath } : {}),
    model: { path: modelPath, value: model },
    ...(base && apiBase ? { apiBase: { path: base, value: apiBase } } : {}),
    ...(key ? { key: { path: key, value: secretOrigin(survey.value(key) ?? '') } } : {}),
  })
}

/** As nanobot does: by the prefix, by a word in the model's name, then any gateway, then any provider with a key. */
function chosenProvider(survey: Survey, model: string): string {
  const table = survey.value(pathOf(survey.root, 'providers') ?? ['providers'])
  const withKey = isTable(table) ? Object.keys(table).filter(name => isUsable(survey, name)) : []
  const find = (wanted: string) => withKey.find(name => providerKey(name) === providerKey(wanted))
  const prefix = model.includes('/') ? model.slice(0, model.indexOf('/')) : ''
  const maker = makers.find(([word]) => model.toLowerCase().includes(word))?.[1]
  const gateway = gateways.map(find).find(Boolean)
  return find(prefix) ?? find(maker ?? '') ?? gateway ?? withKey[0] ?? (prefix || maker || '')
}

function isUsable(survey: Survey, name: string): boolean {
  const path = pathOf(survey.root, 'providers', camel(name), 'apiKey')
  return path !== undefined && survey.value(path) !== '' && survey.value(path) !== null
}

function takeLimits(survey: Survey, isTaken: boolean): void {
  const at = (name: string) => pathOf(survey.root, 'agents', 'defaults', name)
  if (isTaken) {
    takeValue(survey, at('maxTokens'), ['llm', 'maxTokens'])
    takeValue(survey, at('contextWindowTokens'), ['llm', 'contextTokens'])
  }
  const path = at('maxToolIterations')
  const value = path && survey.value(path)
  if (path && value !== undefined) takeAgents(survey, [{ agent: { id: 'main', maxSteps: value }, paths: [path] }])
}

export const nanobotKeys: KnownKeys = [
  ['providers', reasons.otherProvider],
  ['agents.defaults.workspace', reasons.workspace],
  ['agents', reasons.ownWay],
  ['modelPresets', reasons.otherModel],
  ['tools.mcpServers', reasons.mcp],
  ['tools', reasons.tools],
  ['channels.feishu.instances', reasons.empty],
  ['channels.sendProgress', reasons.ownWay],
  ['channels.sendToolHints', reasons.ownWay],
  ['channels.sendMaxRetries', reasons.ownWay],
  ['gateway', reasons.ownServer],
  ['api', reasons.ownServer],
  ['audio', reasons.tools],
  ['speech', reasons.tools],
  ['transcription', reasons.tools],
]
