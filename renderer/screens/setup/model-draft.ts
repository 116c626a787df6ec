import type { AppError } from '../../../main/contract/errors.ts'
import type { ModelOffer, ModelPlace, ProviderView } from '../../../main/contract/models.ts'
import type { ProviderId } from '../../../main/contract/provider-ids.ts'
import type { ProviderSite } from '../../../main/contract/model-providers.ts'
import type { SettingView } from '../../../main/contract/views.ts'

/** What is chosen on the screen and not yet saved. Of a key only where it comes from. */
export type Draft = {
  readonly provider: ProviderId
  /** Empty: the provider's first site. */
  readonly apiBase: string
  readonly model: string
  /** The environment variable that holds the key. */
  readonly variable: string
}

/** What is set now; an unset provider is the one that counts without a setting. */
export function draftOf(settings: readonly SettingView[], providers: readonly ProviderView[]): Draft {
  const text = (path: string) => {
    const value = settings.find(setting => setting.path === path)?.value
    return typeof value === 'string' ? value : ''
  }
  const provider = providers.find(({ id }) => id === text('llm.provider'))?.id ?? 'openrouter'
  const suggested = providers.find(({ id }) => id === provider)?.suggested ?? ''
  return {
    provider,
    apiBase: text('llm.apiBase'),
    model: text('llm.model') || suggested,
    variable: text('llm.apiKeyEnv'),
  }
}

/** Another provider starts afresh: nothing of the one before fits it. */
export const withProvider = ({ id, suggested }: ProviderView): Draft => ({
  provider: id,
  apiBase: '',
  model: suggested,
  variable: '',
})

/** What was found on this computer, taken as it is. */
export const withOffer = (offer: ModelOffer, providers: readonly ProviderView[]): Draft => ({
  provider: offer.provider,
  apiBase: offer.apiBase,
  model: offer.models?.[0]?.id ?? providers.find(({ id }) => id === offer.provider)?.suggested ?? '',
  variable: offer.variable ?? '',
})

export const isOffered = (draft: Draft, offer: ModelOffer): boolean =>
  draft.provider === offer.provider && draft.apiBase === offer.apiBase && draft.variable === (offer.variable ?? '')

/** The site that the draft's address belongs to. */
export const siteOf = (draft: Draft, { sites }: ProviderView): ProviderSite | undefined =>
  draft.apiBase === '' ? sites[0] : sites.find(({ apiBase }) => apiBase === draft.apiBase)

export type Lack = 'needAddress' | 'badAddress' | 'needModel' | 'needKey'

/** What is still missing before it can be tried or saved. */
export function lackOf(draft: Draft, provider: ProviderView, hasKey: boolean): Lack | undefined {
  if (provider.sites.length === 0 && provider.id !== 'practice' && draft.apiBase === '') return 'needAddress'
  if (draft.apiBase !== '' && !/^https?:\/\/[^\s@]+$/.test(draft.apiBase)) return 'badAddress'
  if (provider.needsKey && !hasKey) return 'needKey'
  return draft.model.trim() === '' && provider.id !== 'practice' ? 'needModel' : undefined
}

/** Whom to ask with which key, as the service takes it: a key that was typed counts, else the variable, else what is stored. */
export const placeOf = ({ provider, apiBase, variable }: Draft, key: string | undefined): ModelPlace => ({
  provider,
  apiBase,
  ...(key !== undefined && { key }),
  ...(key === undefined && variable !== '' && { variable }),
})

/** The call may have been carried out all the same: only its answer is missing. */
export const isUnanswered = ({ code }: AppError): boolean => code === 'not-running' || code === 'cancelled'
