import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { BotView } from '../contract/state.ts'
import { PlatformError } from './failures.ts'
import type { Platform } from './platform.ts'
import { waitFor } from './waiting.ts'

const BotAnswer = z.object({ bot: z.object({ open_id: z.string().min(1), app_name: z.string().catch('') }) })

/** Who the bot is, by the platform; asked anew each time. */
export async function askBot(platform: Pick<Platform, 'call'>, signal: AbortSignal): Promise<BotView> {
  const request = { method: 'GET', url: '/open-apis/bot/v3/info', kind: 'read', answer: BotAnswer } as const
  const { bot } = await platform.call(request, signal)
  return { openId: bot.open_id, name: bot.app_name }
}

/** Who the bot is; asked once for a session. Without its Open ID nobody knows whom a mention means. */
export class Identity {
  readonly #platform: Pick<Platform, 'call'>
  readonly #known: Promise<BotView | undefined>
  #settle: (bot: BotView | undefined) => void = () => undefined
  #bot: BotView | undefined
  #trouble: AppError | undefined

  constructor(platform: Pick<Platform, 'call'>) {
    this.#platform = platform
    this.#known = new Promise(resolve => {
      this.#settle = resolve
    })
  }

  get bot(): BotView | undefined {
    return this.#bot
  }

  /** Why the platform would not say who the bot is; it may still have connected. */
  get trouble(): AppError | undefined {
    return this.#trouble
  }

  /**
   * Asks, unless it is known. The platform's refusal becomes `trouble`; what may pass, and a wrong Secret, reject.
   */
  async ask(signal: AbortSignal): Promise<void> {
    if (this.#bot) return
    try {
      this.#bot = await askBot(this.#platform, signal)
      this.#trouble = undefined
    } catch (thrown) {
      const isRefusal = thrown instanceof PlatformError && thrown.retry === 'no' && thrown.code !== 'lark-bad-secret'
      if (!isRefusal) throw thrown
      this.#trouble = thrown
    }
    this.#settle(this.#bot)
  }

  /** Waits until it is known, or known that the platform does not tell (then `undefined`). */
  async known(signal: AbortSignal): Promise<BotView | undefined> {
    try {
      return this.#bot ?? (await waitFor(this.#known, signal)) ?? this.#bot
    } catch {
      throw new AppError('cancelled', 'Stopped before the platform said who the bot is.')
    }
  }
}
