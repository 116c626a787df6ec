import type { LlmConfig } from '../../main/contract/config.ts'
import { AppError } from '../../main/contract/errors.ts'
import { modelMethods } from '../../main/contract/models.ts'
import type { ModelTestView } from '../../main/contract/state.ts'
import { createModelDesk } from '../../main/models/desk.ts'
import { llm } from '../agent/harness.ts'
import { chat, StubProvider } from './stub-provider.ts'

type Sketch = { config?: Partial<LlmConfig>; store?: { host: string; key: string }; env?: Record<string, string> }

/** A desk whose every address leads to a stub that says hello. */
export async function setUp({ config = {}, store, env = {} }: Sketch) {
  const stub = await StubProvider.start(() => chat({ text: 'Hello.' }))
  const told: ModelTestView[] = []
  const hidden: string[] = []
  const desk = createModelDesk({
    fetch: stub.fetch,
    env,
    llm: () => llm({ provider: 'openrouter', ...config }),
    // As the vault does: a variable of the settings is given to whoever asks, the store minds the host.
    secret: host => {
      if (config.apiKeyEnv) return Promise.resolve(env[config.apiKeyEnv])
      if (store && store.host !== host)
        return Promise.reject(new AppError('secret-host-changed', `set for ${store.host}`))
      return Promise.resolve(store?.key)
    },
    hide: key => hidden.push(key),
    publish: test => told.push(test),
    now: Date.now,
  })
  const test = (choice: object, signal = new AbortController().signal) => {
    const parsed = modelMethods['models.test'].input.parse({ model: 'm', testId: 't', ...choice })
    return desk.test(parsed, signal)
  }
  const keys = () => stub.asked.map(({ headers }) => headers.authorization)
  return { desk, stub, told, hidden, test, keys, [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose]() }
}
