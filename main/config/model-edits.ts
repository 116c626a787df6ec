import { Config, type LlmConfig } from '../contract/config.ts'
import { modelHost, modelProviders } from '../contract/model-providers.ts'
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
  if (!isProvider(next) || modelHost(next, llm.apiBase) === modelHost(llm.provider, llm.apiBase)) return undefined
  const { apiKeyEnv } = llm
  return usualOf(llm.provider).includes(apiKeyEnv) && !usualOf(next).includes(apiKeyEnv) ? apiKeyEnv : undefined
}

/** What has to go in the same write, if anything. */
export const besideEdits = (...asked: Parameters<typeof variableLeft>): readonly Edit[] =>
  variableLeft(...asked) === undefined ? [] : [{ kind: 'unset', path: ['llm', 'apiKeyEnv'] }]
