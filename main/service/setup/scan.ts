import type { Logger } from '../../base/logger.ts'
import { sentences } from '../../base/finding.ts'
import { AppError, asAppError, type ErrorCode } from '../../contract/errors.ts'
import type { ScanView } from '../../contract/setup.ts'
import type { Words } from '../../contract/words.ts'
import type { Brand } from '../../lark/register-answers.ts'
import type { Registered, RegisterOptions } from '../../lark/register.ts'

export type ScanWish = {
  readonly account: string
  readonly brand: Brand
  readonly name?: string | undefined
  readonly appId?: string | undefined
}

export type ScanPorts = {
  /** Rejects with `AppError` when a scan for this account can't end well; gives the accounts servers to ask. */
  readonly prepare: (wish: ScanWish) => Promise<Readonly<Record<Brand, string>>>
  readonly register: (options: Told, signal: AbortSignal) => Promise<Registered>
  /** Keeps the bot, and makes the person who scanned its owner. */
  readonly save: (wish: ScanWish, made: Registered) => Promise<void>
  readonly publish: (scan: ScanView) => void
  readonly log: Logger
}

type Told = Pick<
  RegisterOptions,
  'servers' | 'brand' | 'name' | 'description' | 'appId' | 'onCode' | 'onBrand' | 'onTrouble'
>
/** `ended` gives whether it was called off. */
type Running = { readonly abort: AbortController; ended: Promise<boolean>; isSaving: boolean }

const DESCRIPTION = 'An AI agent on my own computer'

/** One scan at a time; the newest wish wins. How it goes is told by `publish`, so every window shows the same. */
export class Scan {
  readonly #ports: ScanPorts
  #running: Running | undefined
  /** Wishes follow one another, so that no two begin at once. */
  #turn: Promise<void> = Promise.resolve()

  constructor(ports: ScanPorts) {
    this.#ports = ports
  }

  /** Resolves when the scan is under way. Rejects with what keeps it from beginning. */
  start(wish: ScanWish): Promise<void> {
    const begun = this.#turn.then(() => this.#begin(wish))
    this.#turn = begun.catch(() => undefined) // its own caller is told
    return begun
  }

  async cancel(): Promise<void> {
    if (await this.#end()) this.#ports.publish({ phase: 'idle' })
  }

  /** Ends without a word: the program stops. */
  async stop(): Promise<void> {
    await this.#end()
  }

  async #begin(wish: ScanWish): Promise<void> {
    if (this.#running?.isSaving) throw new AppError('bad-request', busy)
    const servers = await this.#ports.prepare(wish)
    await this.#end()
    this.#ports.publish({ phase: 'starting', account: wish.account, brand: wish.brand })
    const running: Running = { abort: new AbortController(), isSaving: false, ended: Promise.resolve(false) }
    this.#running = running
    running.ended = this.#run(wish, servers, running)
  }

  /** True when one was called off. One that is being saved is left to its end. */
  async #end(): Promise<boolean> {
    this.#running?.abort.abort()
    return (await this.#running?.ended) ?? false
  }

  /** Never rejects: how it ended is told, unless somebody called it off. */
  async #run(wish: ScanWish, servers: Readonly<Record<Brand, string>>, running: Running): Promise<boolean> {
    try {
      const made = await this.#register(wish, servers, running.abort.signal)
      if (wish.appId !== undefined && made.appId !== wish.appId) throw new AppError('bad-request', otherApp(made.appId))
      running.isSaving = true
      this.#ports.publish({ phase: 'connecting', account: wish.account, brand: made.brand })
      await this.#save(wish, made)
      this.#ports.publish({ phase: 'done', account: wish.account, brand: made.brand })
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code === 'cancelled') return true
      this.#ports.log.warn('a scan did not succeed', { account: wish.account, code: error.code, error })
      this.#ports.publish({ phase: 'failed', account: wish.account, brand: wish.brand, ...troubleOf(error) })
    } finally {
      this.#running = undefined
    }
    return false
  }

  #register(wish: ScanWish, servers: Readonly<Record<Brand, string>>, signal: AbortSignal): Promise<Registered> {
    let shown: ScanView = { phase: 'starting', account: wish.account, brand: wish.brand }
    const show = (next: ScanView): void => {
      if (signal.aborted) return
      shown = next
      this.#ports.publish(shown)
    }
    const options: Told = {
      servers,
      brand: wish.brand,
      name: wish.name || 'Perch',
      description: DESCRIPTION,
      ...(wish.appId === undefined ? {} : { appId: wish.appId }),
      onCode: ({ url, expiresAt }) => show({ ...shown, phase: 'waiting', url, expiresAt }),
      onBrand: brand => show({ ...shown, brand }),
      onTrouble: code => {
        if (shown.code !== code) show(withTrouble(shown, code))
      },
    }
    return this.#ports.register(options, signal)
  }

  async #save(wish: ScanWish, made: Registered): Promise<void> {
    try {
      await this.#ports.save(wish, made)
    } catch (thrown) {
      const error = asAppError(thrown)
      const why = error.says ?? { en: error.message, zh: error.message }
      throw new AppError(error.code, sentences(unsaved(made.appId), why), { cause: error })
    }
  }
}

function withTrouble({ code: _code, says: _says, ...scan }: ScanView, code: ErrorCode | undefined): ScanView {
  return code === undefined ? scan : { ...scan, code, says: outage }
}

const troubleOf = (error: AppError): Pick<ScanView, 'code' | 'says'> => ({
  code: error.code,
  says: sentences(
    error.says ?? { en: error.message, zh: error.message },
    error.code !== 'bad-request' && { en: error.hint('en'), zh: error.hint('zh') }, // its hint is for who typed a command
  ),
})

const busy: Words = { en: 'A bot is just being connected; wait a moment.', zh: '正在连接一个机器人，请稍候。' }

/** Scanning for more permissions must not put another bot in the place of the one that is there. */
const otherApp = (appId: string): Words => ({
  en: `Another app was chosen on the phone (${appId.slice(0, 40)}), so nothing was changed here.`,
  zh: `手机上选择的是另一个应用（${appId.slice(0, 40)}），本机未作任何改动。`,
})

const outage: Words = {
  en: 'The platform can not be reached at the moment. The code stays good; Perch goes on by itself.',
  zh: '暂时无法连接平台。二维码仍然有效，Perch 会自动继续。',
}

/** The app is there already, so its secret can still be had from the console. */
const unsaved = (appId: string): Words => ({
  en: `The bot ${appId} was created, but could not be saved here.`,
  zh: `机器人 ${appId} 已创建，但未能保存到本机。`,
})
