import type { Logger } from '../base/logger.ts'
import type { LlmConfig } from '../contract/config.ts'
import { addressOf } from './address.ts'
import { openModel, openPractice, type OpenHandle } from './open.ts'

export type ModelPorts = {
  readonly llm: () => LlmConfig
  /** The key for this host (`name:port`, the port only where it is not the usual one). A key for another host is never given. */
  readonly secret: (host: string) => Promise<string | undefined>
  readonly fetch: typeof globalThis.fetch
  readonly log: Logger
}

export interface Models {
  /** Rejects with `AppError` when the settings or the key do not suffice. Calls nobody. */
  current(): Promise<OpenHandle>
}

/** The model that the settings name. It is made once and again only after the settings or the key changed. */
export function createModels(ports: ModelPorts): Models {
  let made: { readonly settings: string; readonly apiKey: string | undefined; readonly handle: OpenHandle } | undefined
  return {
    current: async () => {
      const { provider, apiBase, model } = ports.llm()
      if (provider === 'practice') return openPractice()
      const address = addressOf(provider, apiBase)
      const apiKey = (await ports.secret(address.host)) || undefined
      const settings = JSON.stringify([provider, address.base, model])
      if (made?.settings === settings && made.apiKey === apiKey) return made.handle
      const handle = await openModel({ provider, address, model, apiKey }, ports.fetch)
      ports.log.info('model chosen', { provider, model, host: address.host, keyed: handle.keyed })
      made = { settings, apiKey, handle }
      return handle
    },
  }
}
