import { Refusal } from './refusal.ts'

/** How many calls fit into how many milliseconds. */
export type Limit = { readonly calls: number; readonly per: number }

/** The platform's own numbers; `enabled: false` lets everything through. */
export type LimitSettings = {
  readonly enabled: boolean
  readonly chat: Limit
  readonly apiSecond: Limit
  readonly apiMinute: Limit
  readonly card: Limit
  readonly messageUpdate: Limit
}

export const platformLimits: LimitSettings = {
  enabled: true,
  chat: { calls: 5, per: 1_000 },
  apiSecond: { calls: 50, per: 1_000 },
  apiMinute: { calls: 1_000, per: 60_000 },
  card: { calls: 10, per: 1_000 },
  messageUpdate: { calls: 5, per: 1_000 },
}

/** Counts calls per key in a sliding window. */
class Windows {
  readonly #calls = new Map<string, number[]>()

  /** Counts one call, or tells how many milliseconds until there is room. */
  take(key: string, limit: Limit, now: number): number {
    const recent = (this.#calls.get(key) ?? []).filter(at => at > now - limit.per && at <= now)
    const oldest = recent[recent.length - limit.calls]
    if (oldest !== undefined) return oldest + limit.per - now
    recent.push(now)
    this.#calls.delete(key)
    this.#calls.set(key, recent)
    this.#prune(now)
    return 0
  }

  #prune(now: number): void {
    if (this.#calls.size < 5_000) return
    for (const [key, calls] of this.#calls) if ((calls.at(-1) ?? 0) < now - 60_000) this.#calls.delete(key)
  }
}

/** Every rate limit of the platform, and the monthly quota. */
export class Limits {
  readonly #windows = new Windows()
  settings: LimitSettings
  /** Calls left this month; `undefined` when the plan is unmetered. */
  quotaLeft: number | undefined

  constructor(settings: LimitSettings) {
    this.settings = settings
  }

  /** 99991400 with HTTP 429 and the headers that say how long to wait. */
  api(app: string, route: string, now: number): void {
    const { apiSecond, apiMinute } = this.settings
    for (const [name, limit] of [
      ['second', apiSecond],
      ['minute', apiMinute],
    ] as const) {
      const wait = this.#take(`${name}/${app}/${route}`, limit, now)
      if (wait > 0) throw tooMany(limit, wait)
    }
  }

  /** 230020: five messages a second to one chat, shared by all bots in it. */
  chat(chatId: string, now: number): void {
    if (this.#take(`chat/${chatId}`, this.settings.chat, now) > 0) throw frequency()
  }

  messageUpdate(messageId: string, now: number): void {
    if (this.#take(`update/${messageId}`, this.settings.messageUpdate, now) > 0) throw frequency()
  }

  /** Ten writes a second to one card. */
  card(cardId: string, now: number): void {
    if (this.#take(`card/${cardId}`, this.settings.card, now) > 0) throw frequency()
  }

  /** A custom bot: five messages a second, a hundred a minute. False when there is no room. */
  hook(hookId: string, now: number): boolean {
    const second = this.#take(`hook/${hookId}`, { calls: 5, per: 1_000 }, now)
    return second === 0 && this.#take(`hook-minute/${hookId}`, { calls: 100, per: 60_000 }, now) === 0
  }

  /** 99991403 once the tenant's calls of this month are used up. */
  quota(): void {
    if (this.quotaLeft === undefined) return
    if (this.quotaLeft <= 0) {
      throw new Refusal(99991403, "This month's API call quota has been exceeded. 本月 API 调用额度已用完。", {
        status: 429,
      })
    }
    this.quotaLeft -= 1
  }

  #take(key: string, limit: Limit, now: number): number {
    return this.settings.enabled ? this.#windows.take(key, limit, now) : 0
  }
}

const frequency = () => new Refusal(230020, 'This operation triggers the frequency limit.')

const tooMany = (limit: Limit, wait: number) =>
  new Refusal(99991400, 'request trigger frequency limit', {
    status: 429,
    headers: {
      'x-ogw-ratelimit-limit': String(limit.calls),
      'x-ogw-ratelimit-reset': String(Math.max(1, Math.ceil(wait / 1_000))),
    },
  })
