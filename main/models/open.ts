import type { ModelHandle } from '../agent/model.ts'
import { AppError } from '../contract/errors.ts'
import { modelProviders } from '../contract/model-providers.ts'
import type { ProviderId } from '../contract/provider-ids.ts'
import type { Address } from './address.ts'
import { modelFetch } from './bound-fetch.ts'
import { openers, type OpenModel } from './openers.ts'

export type Wish = {
  readonly provider: Exclude<ProviderId, 'practice'>
  readonly address: Address
  readonly model: string
  readonly apiKey: string | undefined
}

export type OpenHandle = ModelHandle & { readonly model: OpenModel }

/** Rejects with `AppError` when name or key do not suffice. Calls nobody. */
export async function openModel(wish: Wish, fetch: typeof globalThis.fetch): Promise<OpenHandle> {
  const { provider, address, apiKey, model } = wish
  if (model === '') throw nothingChosen(provider)
  checkKey(provider, apiKey)
  const opened = await openers[provider]({
    baseURL: address.base,
    apiKey,
    model,
    fetch: modelFetch(fetch, address.host, provider),
  })
  return toHandle(opened, provider, model, apiKey)
}

export async function openPractice(): Promise<OpenHandle> {
  const { createPracticeModel } = await import('./practice.ts')
  return toHandle(createPracticeModel(), 'practice', 'practice', undefined)
}

/** Throws where a key is missing, or could not even be sent: a header holds visible Latin characters only. */
export function checkKey(provider: ProviderId, apiKey: string | undefined): void {
  if (apiKey === undefined) {
    if (modelProviders[provider].needsKey) throw keyMissing(provider)
    return
  }
  if (/^[\x21-\x7e]+$/.test(apiKey)) return
  throw new AppError('model-key-refused', {
    en: `The key for ${provider} holds characters that no key has, such as blanks or Chinese ones. Copy it again.`,
    zh: `${provider} 的密钥中含有空格或中文等不可能出现的字符，请重新复制。`,
  })
}

const keyMissing = (provider: string) =>
  new AppError('model-key-missing', {
    en: `No API key found for ${provider}.`,
    zh: `未找到 ${provider} 的 API key。`,
  })

const nothingChosen = (provider: string) =>
  new AppError('model-not-chosen', { en: `No model is chosen for ${provider}.`, zh: `尚未为 ${provider} 选择模型。` })

function toHandle(model: OpenModel, provider: string, name: string, apiKey: string | undefined): OpenHandle {
  return { model, provider, name, keyed: apiKey !== undefined, redact: without(apiKey) }
}

/** Takes the key out of a text. */
export const without =
  (apiKey: string | undefined) =>
  (text: string): string =>
    apiKey === undefined ? text : text.replaceAll(apiKey, '…')
