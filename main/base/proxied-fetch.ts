import type { Dispatcher } from 'undici'

type Fetch = typeof globalThis.fetch

/**
 * A `fetch` that asks for the proxy of each address; without one it is the `fetch` that Node brings.
 * The package's own `fetch` goes with its own proxy agents: those do not work with Node's.
 */
export class ProxiedFetch {
  readonly #find: (address: string) => string
  readonly #dispatchers = new Map<string, Promise<Dispatcher>>()

  constructor(find: (address: string) => string) {
    this.#find = find
  }

  readonly fetch: Fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : input.toString()
    const proxy = this.#find(address)
    if (proxy === '') return globalThis.fetch(input, init)
    const { fetch } = await import('undici')
    const plain = input instanceof Request ? asInit(new Request(input, init)) : init
    // Same shape, declared twice: the package types its own copies of the web's classes.
    const options = { ...plain, dispatcher: await this.#dispatcher(proxy) } as Parameters<typeof fetch>[1]
    return fetch(address, options)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map(async dispatcher => (await dispatcher).destroy()))
    this.#dispatchers.clear()
  }

  #dispatcher(proxy: string): Promise<Dispatcher> {
    const dispatcher = this.#dispatchers.get(proxy) ?? createDispatcher(proxy)
    this.#dispatchers.set(proxy, dispatcher)
    return dispatcher
  }
}

async function createDispatcher(proxy: string): Promise<Dispatcher> {
  const { ProxyAgent } = await import('undici')
  return new ProxyAgent({
    uri: proxy.replace(/^socks[45]?[ah]?:/, 'socks5:'),
    requestTls: { rejectUnauthorized: true },
  })
}

const asInit = (request: Request): RequestInit => ({
  method: request.method,
  headers: [...request.headers],
  signal: request.signal,
  ...(request.body ? { body: request.body, duplex: 'half' } : {}),
})
