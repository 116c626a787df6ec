import type { z } from 'zod'
import type { ModelList, ModelOffer, ModelVerdict, modelMethods, ProviderView } from '../contract/models.ts'

type Calls = typeof modelMethods
type Wish<M extends keyof Calls> = z.output<Calls[M]['input']>

/** What choosing a model needs of the service. */
export type ModelPort = {
  providers(): readonly ProviderView[]
  find(signal: AbortSignal): Promise<readonly ModelOffer[]>
  list(place: Wish<'models.list'>, signal: AbortSignal): Promise<ModelList>
  test(wish: Wish<'models.test'>, signal: AbortSignal): Promise<ModelVerdict>
  /** All of it or, when it rejects, nothing. */
  save(choice: Wish<'models.save'>): Promise<void>
}

type Handlers = {
  readonly [M in keyof Calls]: (input: Wish<M>, signal: AbortSignal) => Promise<z.output<Calls[M]['output']>>
}

/** The calls with which a window chooses a model. */
export const modelHandlers = ({ models }: { readonly models: ModelPort }): Handlers => ({
  'models.providers': () => Promise.resolve(models.providers()),
  'models.find': (_input, signal) => models.find(signal),
  'models.list': (place, signal) => models.list(place, signal),
  'models.test': (wish, signal) => models.test(wish, signal),
  'models.save': choice => models.save(choice),
})
