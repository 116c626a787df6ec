import type { Logger } from '../base/logger.ts'
import type { ChannelSink } from '../chat/channel.ts'
import type { AccountSettings } from '../config/accounts.ts'
import { accountHint } from '../contract/account-hint.ts'
import type { AppError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'
import { troubleIn, type AccountView, type ConnectionStatus, type QuotaView } from '../contract/state.ts'

export type TellerPorts = {
  readonly quota: (account: AccountSettings) => Promise<QuotaView>
  /** Since when the account is this bot. */
  readonly botSince: (account: AccountSettings) => Promise<number>
  readonly current: (id: string) => AccountView | undefined
  readonly publish: (fact: Fact) => void
  /** A line for whoever watches the program start. */
  readonly print: (line: string) => void
  readonly now: () => number
  readonly log: Logger
}

const switchedOff = { en: 'Switched off.', zh: '已关闭。' }

/** Says how each account is: to the windows, to the log, and to whoever watches the program start. */
export class AccountTeller {
  readonly #ports: TellerPorts
  /** The last failure that was printed for an account, so that each try does not repeat it. */
  readonly #printed = new Map<string, string>()

  constructor(ports: TellerPorts) {
    this.#ports = ports
  }

  /** What of a connection is told; the rest of a sink is for those who answer. */
  sink({ id, appId }: AccountSettings): Pick<ChannelSink, 'connection' | 'identified' | 'step'> {
    const lines = {
      starting: `[lark] [${id}] starting Lark provider (${appId}) in websocket mode`,
      connected: '[ws] ws connect success',
      ready: '[ws] ws client ready',
    }
    return {
      connection: status => this.#tell(id, status),
      identified: bot => this.#ports.publish({ type: 'bot-identified', account: id, bot }),
      step: (step, reason) => {
        if (step === 'failed') return this.#print(id, reason ?? 'unknown')
        if (step === 'ready') this.#printed.delete(id)
        this.#ports.print(lines[step])
      },
    }
  }

  /** What is configured. Another App ID is another bot, of which nothing is known yet. */
  async show(account: AccountSettings): Promise<void> {
    const { id, appId, config } = account
    const quota = await this.#ports.quota(account)
    const botSince = await this.#ports.botSince(account)
    const known = this.#ports.current(id)
    const before = known?.appId === appId ? known : { state: 'offline' as const, since: this.#ports.now() }
    const { name, domain, mode } = config
    const view = { ...before, id, appId, name, domain, mode, quota, ...(botSince > 0 && { botSince }) }
    this.#ports.publish({ type: 'account-changed', account: view })
  }

  off(id: string): void {
    this.#tell(id, { state: 'offline', since: this.#ports.now(), reason: switchedOff.en, says: switchedOff })
  }

  fail(id: string, error: AppError): void {
    const hint = accountHint(error.hint(), id)
    this.#ports.log.error('an account could not start', { account: id, code: error.code, hint, error })
    this.#print(id, `${error.message} ${hint}`)
    this.#tell(id, { state: 'failed', since: this.#ports.now(), ...troubleIn(error) })
  }

  /** A probe failed: the supervisor of a living connection knows its state better, so only the reason is added. */
  doubt(id: string, error: AppError): void {
    const known = this.#ports.current(id)
    const state = known && known.state !== 'offline' ? known.state : 'failed'
    const since = state === known?.state ? known.since : this.#ports.now()
    this.#tell(id, { state, since, ...troubleIn(error) })
  }

  gone(id: string): void {
    this.#printed.delete(id)
    this.#ports.publish({ type: 'account-removed', id })
  }

  /** The same trouble is printed once; what only differs in the platform's log id is the same. */
  #print(id: string, reason: string): void {
    const plain = reason.replaceAll(/\s*\(log id [^)]*\)/g, '')
    if (this.#printed.get(id) === plain) return
    this.#printed.set(id, plain)
    this.#ports.print(`[lark] [${id}] failed: ${reason}`)
  }

  #tell(account: string, status: ConnectionStatus): void {
    const { state, reason, code } = status
    this.#ports.log.info(`connection ${state}`, { account, ...(reason && { reason }), ...(code && { code }) })
    const own = status.hint === undefined ? status : { ...status, hint: accountHint(status.hint, account) }
    this.#ports.publish({ type: 'connection-changed', account, status: own })
  }
}
