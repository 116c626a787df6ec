import { modelProviders } from '../contract/model-providers.ts'
import type { ModelOffer } from '../contract/models.ts'
import { providerIds, type ProviderId } from '../contract/provider-ids.ts'
import { readModels } from './list-read.ts'

type Environment = Readonly<Record<string, string | undefined>>

export type FindPorts = { readonly env: Environment; readonly fetch: typeof globalThis.fetch }

const WAIT = 1000

/** What this computer offers: a running Ollama first, then keys in the environment. Never rejects, never holds a key. */
export async function findModels(ports: FindPorts, signal: AbortSignal): Promise<readonly ModelOffer[]> {
  return [...(await findOllama(ports, signal)), ...keyOffers(ports.env)]
}

/** The keys in the environment, each with the one address that it is for. */
export function keyOffers(env: Environment): readonly ModelOffer[] {
  return providerIds.flatMap(provider => {
    const moved = movedBase(provider, env)
    const sites = modelProviders[provider].sites
    const offers = sites.flatMap(({ variables, apiBase }, index) => {
      const variable = variables.find(name => env[name]?.trim())
      if (variable === undefined) return []
      return [moved ? { ...moved, variable } : { provider, apiBase: index === 0 ? '' : apiBase, variable }]
    })
    return offers
  })
}

/** Other programs read these beside the key: the key is then for that address, not for the provider's own. */
const baseVariables: Partial<Record<ProviderId, readonly string[]>> = {
  openai: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
  anthropic: ['ANTHROPIC_BASE_URL'],
}

function movedBase(provider: ProviderId, env: Environment): Omit<ModelOffer, 'variable'> | undefined {
  const told = baseVariables[provider]?.map(name => env[name]?.trim()).find(Boolean)
  const url = told === undefined ? null : URL.parse(told)
  const own = modelProviders[provider].sites[0]
  if (url === null || own === undefined || url.host === new URL(own.apiBase).host) return undefined
  if (provider === 'openai') return { provider: 'openai-compatible', apiBase: trimmed(url) }
  return { provider, apiBase: /\/v\d+\/?$/.test(url.pathname) ? trimmed(url) : `${trimmed(url)}/v1` }
}

const trimmed = (url: URL): string => `${url.origin}${url.pathname}`.replace(/\/+$/, '')

async function findOllama({ env, fetch }: FindPorts, signal: AbortSignal): Promise<readonly ModelOffer[]> {
  const origin = ollamaOrigin(env.OLLAMA_HOST)
  const limit = AbortSignal.any([signal, AbortSignal.timeout(WAIT)])
  const answer = await fetch(`${origin}/api/tags`, { signal: limit, redirect: 'error' })
    .then((response): Promise<unknown> | undefined => (response.ok ? response.json() : undefined))
    .catch(() => undefined) // nothing listens there, or something else: there is no Ollama to offer
  signal.throwIfAborted()
  const models = readModels('ollama', answer)
  if (models === undefined) return []
  const base = `${origin}/v1`
  return [{ provider: 'ollama', apiBase: base === modelProviders.ollama.sites[0]?.apiBase ? '' : base, models }]
}

/**
 * `OLLAMA_HOST` as Ollama reads it: with or without scheme, name and port. It is also where the server listens, so "all
 * addresses" means this computer.
 */
export function ollamaOrigin(told: string | undefined): string {
  const usual = 'http://127.0.0.1:11434'
  const text = (told ?? '').trim().replace(/^["']|["']$/g, '')
  if (text === '') return usual
  const [, scheme = 'http', rest = ''] = /^(?:(https?):\/\/)?(.*)$/i.exec(text) ?? []
  const url = URL.parse(`${scheme}://${rest.startsWith(':') ? `127.0.0.1${rest}` : rest}`)
  if (url === null || url.hostname === '') return usual
  const host = ['0.0.0.0', '[::]'].includes(url.hostname) ? '127.0.0.1' : url.hostname
  const port = url.port || (/:(\/\/|\d+\/?$)/.test(text) ? '' : '11434')
  return `${url.protocol}//${host}${port === '' ? '' : `:${port}`}`
}
