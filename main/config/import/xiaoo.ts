import type { Words } from '../../contract/words.ts'
import type { Value } from '../parse.ts'
import type { ConfigPath } from '../problems.ts'
import { takeAccounts, type Present } from './accounts.ts'
import { accountAt, ignoreOtherChannels, takeAgents, takeValue, type SourceAgent } from './common.ts'
import { takeModel } from './model.ts'
import { notes, reasons } from './reasons.ts'
import { secretOrigin, variableOrigin } from './secret-value.ts'
import type { KnownKeys, Survey } from './survey.ts'
import { isTable } from './tree.ts'

/** Reads `config.toml` of xiaoO; the secrets lie in an env file that its service is started with. */
export function takeXiaoo(survey: Survey, present: Present): readonly Words[] {
  const top = accountAt(survey, 'xiaoo', 'channels', 'feishu')
  const channels = top ? [{ top, holder: '', named: [], preferred: '' }] : []
  const count = takeAccounts(channels, present, { survey, providers: undefined, sharedList: false })
  if (takeProvider(survey)) {
    takeValue(survey, pathIn(survey, ['llm', 'max_tokens']), ['llm', 'maxTokens'])
    takeValue(survey, pathIn(survey, ['llm', 'context_window']), ['llm', 'contextTokens'])
  }
  takeAgents(survey, agentsOf(survey))
  takeValue(survey, pathIn(survey, ['agents', 'default_agent_id']), ['agents', 'defaultAgentId'])
  ignoreOtherChannels(survey)
  return [
    count === 0 ? notes.noAccount : notes.doors,
    ...(top && top.table['transport'] === undefined ? [notes.longConnection] : []),
  ]
}

const pathIn = (survey: Survey, path: ConfigPath): ConfigPath | undefined =>
  survey.value(path) === undefined ? undefined : path

function takeProvider(survey: Survey): boolean {
  const text = (name: string) => survey.text(survey.value(['llm', name])) || undefined
  const [provider, model, apiBase] = [text('provider'), text('model'), text('api_base')]
  if (provider === undefined || model === undefined) return false
  const plain = survey.value(['llm', 'api_key'])
  const named = survey.value(['llm', 'api_key_env'])
  const key =
    named === undefined
      ? plain !== undefined && { path: ['llm', 'api_key'], value: secretOrigin(plain) }
      : { path: ['llm', 'api_key_env'], value: variableOrigin(named) }
  return takeModel(survey, {
    provider,
    providerPath: ['llm', 'provider'],
    model: { path: ['llm', 'model'], value: model },
    ...(apiBase ? { apiBase: { path: ['llm', 'api_base'], value: apiBase } } : {}),
    ...(key ? { key } : {}),
  })
}

/** The agents stand in a list, or the only one at the top of `[agents]`. */
function agentsOf(survey: Survey): readonly SourceAgent[] {
  const list = survey.value(['agents', 'list'])
  const places: readonly ConfigPath[] = Array.isArray(list)
    ? list.map((_, index) => ['agents', 'list', index])
    : [['agents']]
  return places.flatMap(at => agentAt(survey.value(at), at))
}

function agentAt(table: Value | undefined, at: ConfigPath): readonly SourceAgent[] {
  if (!isTable(table) || typeof table['id'] !== 'string' || table['id'] === '') return []
  const { id, default: isDefault, system_prompt: prompt } = table
  return [
    {
      agent: {
        id,
        ...(typeof isDefault === 'boolean' ? { default: isDefault } : {}),
        ...(typeof prompt === 'string' ? { systemPrompt: prompt } : {}),
      },
      paths: [
        [...at, 'id'],
        ...(typeof isDefault === 'boolean' ? [[...at, 'default']] : []),
        ...(typeof prompt === 'string' ? [[...at, 'system_prompt']] : []),
      ],
    },
  ]
}

export const xiaooKeys: KnownKeys = [
  ['agents.list.*.workspace', reasons.workspace],
  ['agents.list.*.agentDir', reasons.workspace],
  ['agents.list.*.model', reasons.otherModel],
  ['agents.workspace', reasons.workspace],
  ['agents.agentDir', reasons.workspace],
  ['agents.model', reasons.otherModel],
  ['agents', reasons.ownWay],
  ['skills', reasons.skills],
  ['mcp', reasons.mcp],
  ['mcpServers', reasons.mcp],
  ['llm.apiKey', reasons.otherModel],
  ['llm', reasons.ownWay],
  ['http', reasons.ownServer],
  ['server', reasons.ownServer],
  ['paths', reasons.account],
  ['trace', reasons.account],
  ['compact', reasons.ownWay],
  ['subagent', reasons.ownWay],
  ['memory', reasons.ownWay],
  ['cron', reasons.tools],
  ['hooker', reasons.tools],
  ['tools', reasons.tools],
  ['lsp', reasons.tools],
  ['operationBackend', reasons.tools],
  ['channels.interactionTimeoutSecs', reasons.ownWay],
]
