import { throttled } from '../base/throttle.ts'
import type { LlmConfig } from '../contract/config.ts'
import { AppError, isAppError } from '../contract/errors.ts'
import { modelHost, modelProviders } from '../contract/model-providers.ts'
import type { ModelChoice, ModelList, ModelOffer, ModelPlace, ModelVerdict, ProviderView } from '../contract/models.ts'
import { providerIds } from '../contract/provider-ids.ts'
import type { ModelTestView } from '../contract/state.ts'
import type { Language } from '../contract/words.ts'
import { addressOf, type Address } from './address.ts'
import { findModels, keyOffers } from './find.ts'
import { checkKey, openModel, openPractice } from './open.ts'

export type DeskPorts = {
  readonly fetch: typeof globalThis.fetch
  readonly env: Readonly<Record<string, string | undefined>>
  readonly llm: () => LlmConfig
  /** The key that is set for this host; rejects with `secret-host-changed` when it is bound to another. */
  readonly secret: (host: string) => Promise<string | undefined>
  /** Told of each key before it is used, so that no log shows it. */
  readonly hide: (key: string) => void
  readonly publish: (test: ModelTestView) => void
  readonly now: () => number
}

export type TestWish = ModelChoice & { readonly testId: string; readonly language: Language }

/** What the choice of a model needs, before anything is saved. */
export interface ModelDesk {
  providers(): readonly ProviderView[]
  find(signal: AbortSignal): Promise<readonly ModelOffer[]>
  list(place: ModelPlace, signal: AbortSignal): Promise<ModelList>
  test(wish: TestWish, signal: AbortSignal): Promise<ModelVerdict>
}

/** How often a window is told of a sentence that grows, in milliseconds. */
const PACE = 80

export const createModelDesk = (ports: DeskPorts): ModelDesk => ({
  providers: () => providerIds.map(id => ({ id, ...modelProviders[id] })),
  find: signal => findModels(ports, signal),
  list: async (place, signal) => {
    if (place.provider === 'practice') return { listed: true, models: [{ id: 'practice', sees: 'no' }] }
    const address = addressOf(place.provider, place.apiBase)
    const apiKey = await keyFor(ports, place, address)
    if (place.provider !== 'openrouter' || apiKey !== undefined) checkKey(place.provider, apiKey) // OpenRouter's list is public
    const { listModels } = await import('./list.ts')
    return listModels({ provider: place.provider, address, apiKey }, ports.fetch, signal)
  },
  test: (wish, signal) => runTest(ports, wish, signal),
})

/** Tells how it goes as facts; the last one says how it ended, also when the caller left. */
async function runTest(ports: DeskPorts, wish: TestWish, signal: AbortSignal): Promise<ModelVerdict> {
  let text = ''
  const tell = (phase: ModelTestView['phase'], failure?: { code: AppError['code']; message: string }) =>
    ports.publish({ id: wish.testId, phase, text, ...failure, at: ports.now() })
  const growing = throttled(PACE, () => tell('streaming'))
  tell('waiting')
  const onText = (soFar: string) => {
    text = soFar
    growing.run()
  }
  try {
    const verdict = await tryOut(ports, wish, onText, signal)
    growing.stop()
    if (verdict.ok) tell('ok')
    else tell('failed', { code: verdict.code, message: verdict.message })
    return verdict
  } catch (thrown) {
    growing.stop()
    const code = signal.aborted ? 'cancelled' : 'internal'
    tell('failed', { code, message: signal.aborted ? 'The test was stopped.' : 'The test could not be made.' })
    throw thrown
  }
}

async function tryOut(
  ports: DeskPorts,
  wish: TestWish,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<ModelVerdict> {
  const { failedVerdict, testModel } = await import('./try-model.ts')
  try {
    const handle = await handleFor(ports, wish)
    return await testModel({ handle, language: wish.language, onText, now: ports.now }, signal)
  } catch (thrown) {
    if (isAppError(thrown) && !signal.aborted) return failedVerdict(thrown)
    throw thrown
  }
}

async function handleFor(ports: DeskPorts, choice: ModelChoice) {
  const { provider, model } = choice
  if (provider === 'practice') return openPractice()
  const address = addressOf(provider, choice.apiBase)
  return openModel({ provider, address, model, apiKey: await keyFor(ports, choice, address) }, ports.fetch)
}

/** The key of the choice, or the one that is set for this host. A key for another host is never given. */
async function keyFor(ports: DeskPorts, place: ModelPlace, { host }: Address): Promise<string | undefined> {
  const other = () => (place.variable === undefined ? keyThatIsSet(ports, host) : named(ports, place, host))
  const found = place.key ?? (await other())
  if (found) ports.hide(found)
  return found || undefined
}

/**
 * Only what `find` offers or the settings name, each for its own address: whoever asks must not learn other variables by
 * having them sent to an address of their own.
 */
function named(ports: DeskPorts, { variable = '', provider }: ModelPlace, host: string): Promise<string | undefined> {
  const { env, llm } = ports
  if (variable === llm().apiKeyEnv && isSetNow(ports, host)) return ports.secret(host)
  const offer = keyOffers(env).find(
    known => known.variable === variable && modelHost(known.provider, known.apiBase) === host,
  )
  if (offer !== undefined) return Promise.resolve(env[variable]?.trim())
  throw new AppError('model-key-missing', {
    en: `${variable} holds no key for ${provider} (${host}).`,
    zh: `${variable} 中没有用于 ${provider}（${host}）的密钥。`,
  })
}

/** True for the host that the settings name now. */
const isSetNow = ({ llm }: DeskPorts, host: string): boolean => modelHost(llm().provider, llm().apiBase) === host

/** A variable or a file holds the key of the address that is set now; the store knows itself whose its key is. */
async function keyThatIsSet(ports: DeskPorts, host: string): Promise<string | undefined> {
  const { apiKeyEnv, apiKeyFile } = ports.llm()
  if (isSetNow(ports, host)) return ports.secret(host)
  if (apiKeyEnv !== '' || apiKeyFile !== '') return undefined
  try {
    return await ports.secret(host)
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'secret-host-changed') return undefined
    throw thrown
  }
}
