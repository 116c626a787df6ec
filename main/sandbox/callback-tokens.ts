import { newId } from './identifiers.ts'
import { Refusal } from './refusal.ts'

/** A card callback's token changes the card for 30 minutes, twice at most, and only after the callback was answered. */
const lifetime = 30 * 60_000
const usesAllowed = 2
const tokensKept = 1_000

type CallbackToken = {
  readonly appId: string
  readonly messageId: string
  readonly issuedAt: number
  answered: boolean
  uses: number
}

export class CallbackTokens {
  readonly #tokens = new Map<string, CallbackToken>()

  issue(appId: string, messageId: string, now: number): string {
    const token = newId.callbackToken()
    this.#tokens.set(token, { appId, messageId, issuedAt: now, answered: false, uses: 0 })
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size > tokensKept && oldest !== undefined) this.#tokens.delete(oldest)
    return token
  }

  answered(token: string): void {
    const known = this.#tokens.get(token)
    if (known) known.answered = true
  }

  /** The message whose card may change now; counts one use. */
  use(token: string, appId: string, now: number): string {
    const known = this.#tokens.get(token)
    if (!known || known.appId !== appId) throw new Refusal(300090, 'invalid card callback token')
    if (now - known.issuedAt > lifetime) throw new Refusal(300090, 'card callback token has expired')
    if (!known.answered) throw new Refusal(300090, 'the callback has not been answered yet')
    if (known.uses >= usesAllowed) throw new Refusal(300090, 'card callback token has been used up')
    known.uses += 1
    return known.messageId
  }
}
