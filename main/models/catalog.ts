import type { Logger } from '../base/logger.ts'
import type { ModelHandle } from '../agent/model.ts'
import type { LlmConfig } from '../contract/config.ts'
import { AppError } from '../contract/errors.ts'

export type ModelPorts = {
  readonly llm: () => LlmConfig
  /** The key for this host (`name:port`, the port only where it is not the usual one). A key for another host is never given. */
  readonly secret: (host: string) => Promise<string | undefined>
  readonly fetch: typeof globalThis.fetch
  readonly log: Logger
}

export interface Models {
  /** Rejects with `AppError` when the settings or the key do not suffice. Calls nobody. */
  current(): Promise<ModelHandle>
}

type LanguageModel = ModelHandle['model']
type Connection = {
  readonly baseURL: string
  readonly apiKey: string | undefined
  readonly model: string
  readonly fetch: typeof globalThis.fetch
}
type Provider = {
  /** Undefined where only the user knows the address. */
  readonly base?: string
  readonly needsKey: boolean
  /** Imports the provider's package, so only when it is used. */
  open(connection: Connection): Promise<LanguageModel>
}

/** Every provider that has an address. One entry here adds one (and its name in the schema of `llm.provider`). */
const providers: Readonly<Record<Exclude<LlmConfig['provider'], 'practice'>, Provider>> = {
  openrouter: {
    base: 'https://openrouter.ai/api/v1',
    needsKey: true,
    open: async ({ model, apiKey = '', ...rest }) => {
      const { createOpenRouter } = await import('@openrouter/ai-sdk-provider')
      return createOpenRouter({ ...rest, apiKey, compatibility: 'strict' }).chat(model)
    },
  },
  'openai-compatible': { needsKey: false, open: openCompatible('openai-compatible') },
  ollama: { base: 'http://127.0.0.1:11434/v1', needsKey: false, open: openCompatible('ollama') },
}

function openCompatible(name: string) {
  return async ({ model, apiKey, ...rest }: Connection): Promise<LanguageModel> => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    return createOpenAICompatible({ ...rest, name, includeUsage: true, ...(apiKey && { apiKey }) }).chatModel(model)
  }
}

/** The model that the settings name. It is made once and again only after the settings or the key changed. */
export function createModels(ports: ModelPorts): Models {
  let made: { readonly settings: string; readonly apiKey: string | undefined; readonly handle: ModelHandle } | undefined
  return {
    current: async () => {
      const { provider, apiBase, model } = ports.llm()
      if (provider === 'practice') return openPractice()
      const address = addressOf(provider, apiBase)
      const apiKey = (await ports.secret(address.host)) || undefined
      if (model === '') throw new AppError('model-unknown', `No model is chosen for ${provider}.`)
      if (apiKey === undefined && providers[provider].needsKey) throw keyMissing(provider)
      const settings = JSON.stringify([provider, address.base, model])
      if (made?.settings === settings && made.apiKey === apiKey) return made.handle
      const opened = await providers[provider].open({ baseURL: address.base, apiKey, model, fetch: ports.fetch })
      ports.log.info('model chosen', { provider, model, host: address.host, keyed: apiKey !== undefined })
      const handle = toHandle(opened, provider, model, apiKey)
      made = { settings, apiKey, handle }
      return handle
    },
  }
}

const keyMissing = (provider: string) => new AppError('model-key-missing', `No API key found for ${provider}.`)

async function openPractice(): Promise<ModelHandle> {
  const { createPracticeModel } = await import('./practice.ts')
  return toHandle(createPracticeModel(), 'practice', 'practice', undefined)
}

function toHandle(model: LanguageModel, provider: string, name: string, apiKey: string | undefined): ModelHandle {
  const redact = (text: string) => (apiKey === undefined ? text : text.replaceAll(apiKey, '…'))
  return { model, provider, name, keyed: apiKey !== undefined, redact }
}

/** The base URL without a slash at its end, and the host that a key belongs to. */
function addressOf(provider: keyof typeof providers, apiBase: string): { base: string; host: string } {
  const base = apiBase || providers[provider].base
  if (base === undefined) throw new AppError('config-invalid', `llm.apiBase is empty; ${provider} needs an address.`)
  const url = URL.parse(base)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new AppError('config-invalid', 'llm.apiBase is no address.')
  if (url.username !== '' || url.password !== '') {
    throw new AppError('config-invalid', 'llm.apiBase holds a name or password. Put the key into llm.apiKey.')
  }
  return { base: base.replace(/\/+$/, ''), host: url.host }
}
