import { AppError } from '../contract/errors.ts'
import { modelProviders } from '../contract/model-providers.ts'
import type { ProviderId } from '../contract/provider-ids.ts'

/** Where requests go: the base without a slash at its end, and the host that a key belongs to. */
export type Address = { readonly base: string; readonly host: string }

/** Throws `config-invalid` where `apiBase` is needed and empty, is no web address, or holds a name or password. */
export function addressOf(provider: ProviderId, apiBase: string): Address {
  const base = apiBase || modelProviders[provider].sites[0]?.apiBase
  if (base === undefined) {
    throw new AppError('config-invalid', {
      en: `llm.apiBase is empty; ${provider} needs an address.`,
      zh: `llm.apiBase 为空；${provider} 需要填写接口地址。`,
    })
  }
  const url = URL.parse(base)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new AppError('config-invalid', { en: 'llm.apiBase is no address.', zh: 'llm.apiBase 不是有效的地址。' })
  if (url.username !== '' || url.password !== '') {
    throw new AppError('config-invalid', {
      en: 'llm.apiBase holds a name or password. Put the key into llm.apiKey.',
      zh: 'llm.apiBase 中含有用户名或密码。请把密钥填入 llm.apiKey。',
    })
  }
  return { base: base.replace(/\/+$/, ''), host: url.host }
}
