import type { ModelHandle } from '../agent/model.ts'
import type { ProviderId } from '../contract/provider-ids.ts'

/** A model with its methods, not the name of one. */
export type OpenModel = Extract<ModelHandle['model'], { specificationVersion: 'v4' }>

export type Connection = {
  readonly baseURL: string
  readonly apiKey: string | undefined
  readonly model: string
  readonly fetch: typeof globalThis.fetch
}

/** Imports the provider's package, so only when it is used. A key that is there was checked before. */
type Open = (connection: Connection) => Promise<OpenModel>

const compatible =
  (name: ProviderId): Open =>
  async ({ model, apiKey, ...rest }) => {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    return createOpenAICompatible({ ...rest, name, includeUsage: true, ...(apiKey && { apiKey }) }).chatModel(model)
  }

/** One entry here and one in `contract/model-providers.ts` add a provider. */
export const openers: Readonly<Record<Exclude<ProviderId, 'practice'>, Open>> = {
  openrouter: async ({ model, apiKey = '', ...rest }) => {
    const { createOpenRouter } = await import('@openrouter/ai-sdk-provider')
    return createOpenRouter({ ...rest, apiKey, compatibility: 'strict' }).chat(model)
  },
  openai: openOpenAI,
  anthropic: async ({ model, apiKey = '', ...rest }) => {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic({ ...rest, apiKey })(model)
  },
  google: async ({ model, apiKey = '', ...rest }) => {
    const { createGoogle } = await import('@ai-sdk/google')
    return createGoogle({ ...rest, apiKey })(model.replace(/^models\//, ''))
  },
  deepseek: async ({ model, apiKey = '', ...rest }) => {
    const { createDeepSeek } = await import('@ai-sdk/deepseek')
    return createDeepSeek({ ...rest, apiKey })(model)
  },
  qwen: async ({ model, apiKey = '', ...rest }) => {
    const { createAlibaba } = await import('@ai-sdk/alibaba')
    return createAlibaba({ ...rest, apiKey })(model)
  },
  moonshot: async ({ model, apiKey = '', ...rest }) => {
    const { createMoonshotAI } = await import('@ai-sdk/moonshotai')
    return createMoonshotAI({ ...rest, apiKey })(model)
  },
  zhipu: compatible('zhipu'),
  doubao: compatible('doubao'),
  siliconflow: compatible('siliconflow'),
  ollama: compatible('ollama'),
  'openai-compatible': compatible('openai-compatible'),
}

/**
 * OpenAI itself by its Responses API: its reasoning models call tools only there. Nothing is stored on its side, so what
 * they thought travels with the conversation, encrypted. Another address speaks chat completions: few copy more than that.
 */
async function openOpenAI({ model, apiKey = '', ...rest }: Connection): Promise<OpenModel> {
  const { createOpenAI } = await import('@ai-sdk/openai')
  const provider = createOpenAI({ ...rest, apiKey })
  if (!isOpenAIsOwn(rest.baseURL)) return provider.chat(model)
  const { defaultSettingsMiddleware, wrapLanguageModel } = await import('ai')
  const middleware = defaultSettingsMiddleware({ settings: { providerOptions: { openai: { store: false } } } })
  return wrapLanguageModel({ model: provider.responses(model), middleware })
}

/** Its regions are `us.api.openai.com` and `eu.api.openai.com`. */
const isOpenAIsOwn = (base: string): boolean => /^(\w+\.)?api\.openai\.com$/.test(new URL(base).hostname)
