import { z } from 'zod'
import { modelProviders } from '../../contract/model-providers.ts'
import { providerIds } from '../../contract/provider-ids.ts'
import { schemaAt } from '../schema.ts'
import { lookup } from './tree.ts'

/** How a provider of another system is called here; without an entry, as it is called there. */
const names: Readonly<Record<string, string>> = {
  gemini: 'google',
  'google-gemini': 'google',
  dashscope: 'qwen',
  modelstudio: 'qwen',
  alibaba: 'qwen',
  kimi: 'moonshot',
  'moonshot-cn': 'moonshot',
  zai: 'zhipu',
  'z-ai': 'zhipu',
  glm: 'zhipu',
  bigmodel: 'zhipu',
  volcengine: 'doubao',
  ark: 'doubao',
  custom: 'openai-compatible',
  'openai-completions': 'openai-compatible',
}

/** Addresses of services that have no name of their own here and speak OpenAI's protocol, from their documentation. */
const addresses: Readonly<Record<string, string>> = {
  groq: 'https://api.groq.com/openai/v1',
  mistral: 'https://api.mistral.ai/v1',
  xai: 'https://api.x.ai/v1',
  minimax: 'https://api.minimax.io/v1',
  aihubmix: 'https://aihubmix.com/v1',
  together: 'https://api.together.xyz/v1',
  lmstudio: 'http://127.0.0.1:1234/v1',
}

/** Names that stand for another address there than here; a key of one site is refused by the other. */
const otherSites: Readonly<Record<string, string>> = {
  zai: 'https://api.z.ai/api/paas/v4',
  'z-ai': 'https://api.z.ai/api/paas/v4',
  moonshot: 'https://api.moonshot.ai/v1',
}

export type FoundProvider = {
  readonly provider: string
  readonly apiBase: string | undefined
  readonly how: 'same' | 'renamed' | 'compatible'
}

/** Spelled as in the tables: `zhipu_coding` and `Zhipu-Coding` are the same. */
export const providerKey = (name: string): string => name.trim().toLowerCase().replace(/_/g, '-')

/**
 * The provider of this version for one of another system: by name where there is one, else as OpenAI-compatible when the
 * address is known. `undefined` when nothing fits.
 */
export function findProvider(name: string, apiBase: string | undefined): FoundProvider | undefined {
  const there = providerKey(name)
  const here = lookup(names, there) ?? there
  const address = apiBase || lookup(otherSites, there)
  if (here !== 'openai-compatible' && here !== 'practice' && exists(here))
    return { provider: here, apiBase: address, how: here === there ? 'same' : 'renamed' }
  const known = address ?? lookup(addresses, there)
  return known === undefined ? undefined : { provider: 'openai-compatible', apiBase: known, how: 'compatible' }
}

/** The schema of this version has the last word. */
function exists(provider: string): boolean {
  const place = schemaAt(['llm', 'provider'])
  return place.known && z.safeParse(place.schema, provider).success
}

/** `anthropic/claude` without the provider in front, when that is who runs it. */
export function modelName(model: string, provider: string, found: FoundProvider): string {
  const [first = '', ...rest] = model.split('/')
  if (rest.length === 0) return model
  const named = providerKey(first)
  const isSame = named === providerKey(provider) || (lookup(names, named) ?? named) === found.provider
  return isSame ? rest.join('/') : model
}

/** The variables in which a key of this provider is usually kept. */
export function keyVariablesOf(name: string): readonly string[] {
  const there = providerKey(name)
  const here = providerIds.find(id => id === (lookup(names, there) ?? there))
  const usual = here ? modelProviders[here].sites.flatMap(({ variables }) => variables) : []
  return [`${there.toUpperCase().replaceAll('-', '_')}_API_KEY`, ...usual]
}
