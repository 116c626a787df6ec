import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { SandboxClock } from './clock.ts'
import type { Acknowledgement, PlatformEvent } from './deliveries.ts'
import { parseJson } from './json.ts'

/** Where an app wants its events instead of a long connection. */
export type Webhook = {
  readonly url: string
  readonly encryptKey: string
  readonly verificationToken: string
}

type Options = {
  readonly clock: SandboxClock
  readonly timeout: number
  readonly onAcknowledge: (ack: Acknowledgement) => void
}

/** Events by HTTP: encrypted and signed over the raw body when there is a key; HTTP 200 acknowledges. */
export class Webhooks {
  readonly #options: Options
  readonly #webhooks = new Map<string, Webhook>()

  constructor(options: Options) {
    this.#options = options
  }

  remove(appId: string): void {
    this.#webhooks.delete(appId)
  }

  /** Asks the address to give back a challenge within a second; only then is it used. */
  async subscribe(appId: string, webhook: Webhook): Promise<boolean> {
    const challenge = randomBytes(16).toString('hex')
    const body = { challenge, token: webhook.verificationToken, type: 'url_verification' }
    const answer = await this.#post(webhook, body, 1_000)
    const verified = answer?.status === 200 && isChallenge(parseJson(answer.text), challenge)
    if (verified) this.#webhooks.set(appId, webhook)
    return verified
  }

  /** Sends the event if its app has a webhook; the name of the way it took, or `undefined`. */
  send(event: PlatformEvent, frameId: string): string | undefined {
    const webhook = this.#webhooks.get(event.appId)
    if (!webhook) return undefined
    void this.#deliver(webhook, event, frameId)
    return 'webhook'
  }

  async #deliver(webhook: Webhook, event: PlatformEvent, frameId: string): Promise<void> {
    const header = { ...Object(event.body['header']), token: webhook.verificationToken }
    const answer = await this.#post(webhook, { ...event.body, header }, this.#options.timeout * 2)
    if (!answer) return
    const data = answer.text === '' ? undefined : Buffer.from(answer.text).toString('base64')
    this.#options.onAcknowledge({ frameId, connectionId: 'webhook', code: answer.status, data })
  }

  async #post(webhook: Webhook, event: object, timeout: number) {
    const body = webhook.encryptKey === '' ? JSON.stringify(event) : encrypted(event, webhook.encryptKey)
    const headers = { 'content-type': 'application/json; charset=utf-8', ...this.#signature(body, webhook.encryptKey) }
    try {
      const response = await fetch(webhook.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeout) })
      return { status: response.status, text: await response.text() }
    } catch {
      // an address that can't be reached does not acknowledge, and the event comes again
      return undefined
    }
  }

  #signature(body: string, key: string): Readonly<Record<string, string>> {
    if (key === '') return {}
    const timestamp = String(Math.floor(this.#options.clock.now() / 1_000))
    const nonce = randomBytes(8).toString('hex')
    const signature = createHash('sha256')
      .update(timestamp + nonce + key + body)
      .digest('hex')
    return { 'x-lark-request-timestamp': timestamp, 'x-lark-request-nonce': nonce, 'x-lark-signature': signature }
  }
}

/** AES-256-CBC under the key's sha256, the initial vector in front. */
function encrypted(event: object, key: string): string {
  const vector = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), vector)
  const bytes = Buffer.concat([vector, cipher.update(JSON.stringify(event), 'utf8'), cipher.final()])
  return JSON.stringify({ encrypt: bytes.toString('base64') })
}

const isChallenge = (answer: unknown, challenge: string): boolean =>
  typeof answer === 'object' && answer !== null && 'challenge' in answer && answer.challenge === challenge
