import { Config, type LlmConfig } from '../contract/config.ts'
import { modelHost, modelProviders } from '../contract/model-providers.ts'
import type { ModelChoice } from '../contract/models.ts'
import { providerIds, type ProviderId } from '../contract/provider-ids.ts'
import type { Value } from './parse.ts'
import { formatPath, type ConfigPath } from './problems.ts'
import type { Edit } from './text-edit.ts'

const isProvider = (value: unknown): value is ProviderId => providerIds.some(id => id === value)

const usualOf = (provider: ProviderId): readonly string[] =>
  modelProviders[provider].sites.flatMap(({ variables }) => variables)

/**
 * The key variable that setting this one value leaves behind: the usual one of the provider before, whose key must not go
 * to the host of the next one. A variable of the user's own naming stays.
 */
export function variableLeft(llm: LlmConfig, path: ConfigPath, value: Value | undefined): string | undefined {
  if (formatPath(path) !== 'llm.provider') return undefined
  const next = value ?? Config.parse({}).llm.provider
  return isProvider(next) ? leftAt(llm, { provider: next, apiBase: llm.apiBase }) : undefined
}

type Place = Pick<LlmConfig, 'provider' | 'apiBase'>

const isOtherHost = (before: Place, next: Place): boolean =>
  modelHost(next.provider, next.apiBase) !== modelHost(before.provider, before.apiBase)

function leftAt(llm: LlmConfig, next: Place): string | undefined {
  const { apiKeyEnv } = llm
  if (!isOtherHost(llm, next)) return undefined
  return usualOf(llm.provider).includes(apiKeyEnv) && !usualOf(next.provider).includes(apiKeyEnv)
    ? apiKeyEnv
    : undefined
}

/** What has to go in the same write, if anything. */
export const besideEdits = (...asked: Parameters<typeof variableLeft>): readonly Edit[] =>
  variableLeft(...asked) === undefined ? [] : [{ kind: 'unset', path: ['llm', 'apiKeyEnv'] }]

/**
 * What choosing a model changes in the file, all at once. A variable or a file is bound to no host, so none that held the
 * key of the address before stays for the next one; and a key that was typed must count, so it has neither beside it.
 */
export function choiceEdits(
  llm: LlmConfig,
  { provider, apiBase, model, key, variable = '' }: ModelChoice,
): readonly Edit[] {
  const next = { provider, apiBase }
  const isTyped = key !== undefined
  const isLeft = leftAt({ ...llm, apiKeyEnv: variable }, next) !== undefined
  return [
    { kind: 'set', path: ['llm', 'provider'], value: provider },
    wish('apiBase', apiBase),
    wish('model', model),
    wish('apiKeyEnv', isTyped || isLeft ? '' : variable),
    ...(isTyped || isOtherHost(llm, next) ? [wish('apiKeyFile', '')] : []),
    ...(isTyped ? [wish('apiKey', '')] : []), // one that still stands in the file would be stored over it
  ]
}

/** Empty is the default, which needs no line in the file. */
const wish = (key: 'apiBase' | 'model' | 'apiKey' | 'apiKeyEnv' | 'apiKeyFile', value: string): Edit =>
  value === '' ? { kind: 'unset', path: ['llm', key] } : { kind: 'set', path: ['llm', key], value }
