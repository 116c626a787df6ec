import { newId } from './identifiers.ts'
import type { App } from './model.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** A tenant token lives two hours; the same one is handed out while more than half an hour is left. */
const lifetime = 7_200_000
const renewBelow = 1_800_000

type Token = { readonly appId: string; readonly expiresAt: number }

export class Tokens {
  readonly #tokens = new Map<string, Token>()

  /** The current token of an app and the seconds it still lives. */
  issue(app: App, now: number): { readonly token: string; readonly expire: number } {
    for (const [token, { appId, expiresAt }] of this.#tokens) {
      if (expiresAt <= now) this.#tokens.delete(token)
      else if (appId === app.appId && expiresAt - now > renewBelow) return { token, expire: seconds(expiresAt - now) }
    }
    const token = newId.token()
    this.#tokens.set(token, { appId: app.appId, expiresAt: now + lifetime })
    return { token, expire: seconds(lifetime) }
  }

  /** 99991661 without a token, 99991663 for one that is unknown, revoked or expired. */
  appOf(authorization: string | undefined, world: World, now: number): App {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined)
      throw new Refusal(99991661, 'Missing access token for authorization. Please make a request with token attached.')
    if (token.startsWith('u-'))
      throw new Refusal(99991668, 'Invalid access token for authorization. Please make a request with token attached.')
    const known = this.#tokens.get(token)
    const app = known && known.expiresAt > now ? world.apps.get(known.appId) : undefined
    if (!app)
      throw new Refusal(99991663, 'Invalid access token for authorization. Please make a request with token attached.')
    return app
  }

  revoke(appId?: string): void {
    for (const [token, owner] of this.#tokens)
      if (appId === undefined || owner.appId === appId) this.#tokens.delete(token)
  }
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1_000)
