import { z } from 'zod'
import { waitFor } from './waiting.ts'

/** The platform's answer to a token request (at the top level of the body, `expire` in seconds). */
export const TokenAnswer = z.object({ tenant_access_token: z.string().min(1), expire: z.number() })
export type TokenAnswer = z.infer<typeof TokenAnswer>

/** A token is given up this long before it expires, so that none dies on its way. */
const EARLY_MS = 3 * 60_000

/** The tenant token of one account: fetched once for all who wait, kept until shortly before it expires. */
export class TokenKeeper {
  readonly #fetch: () => Promise<TokenAnswer>
  readonly #now: () => number
  #token: { readonly value: string; readonly until: number } | undefined
  #fetching: Promise<string> | undefined

  constructor(fetch: () => Promise<TokenAnswer>, now: () => number) {
    this.#fetch = fetch
    this.#now = now
  }

  async get(signal: AbortSignal): Promise<string> {
    if (this.#token && this.#now() < this.#token.until) return this.#token.value
    this.#fetching ??= this.#renew().finally(() => {
      this.#fetching = undefined
    })
    return waitFor(this.#fetching, signal)
  }

  /** The platform refused this token; a newer one that came meanwhile stays. */
  drop(value: string): void {
    if (this.#token?.value === value) this.#token = undefined
  }

  async #renew(): Promise<string> {
    const { tenant_access_token: value, expire } = await this.#fetch()
    this.#token = { value, until: this.#now() + expire * 1000 - EARLY_MS }
    return value
  }
}
