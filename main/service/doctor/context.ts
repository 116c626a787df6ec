import type { Logger } from '../../base/logger.ts'
import type { Network } from '../../base/network.ts'
import type { SecretStore } from '../../base/secret-store.ts'
import type { AccountSettings } from '../../config/accounts.ts'
import type { Paths } from '../../config/home.ts'
import type { ConfigProblem } from '../../config/problems.ts'
import type { Config } from '../../contract/config.ts'
import type { ModelVerdict } from '../../contract/models.ts'
import type { AccountView, AppState, LlmView, PersonView, QuotaView } from '../../contract/state.ts'
import type { Asking } from '../../lark/checkup/asking.ts'
import type { CallKind } from '../../lark/platform.ts'
import type { Traffic, Whose } from '../../store/checkup.ts'
import { appOf } from '../account-trouble.ts'
import type { History } from './connections.ts'
import type { Probe } from './probe.ts'

/** What the doctor needs of the service. */
export type DoctorPorts = {
  readonly version: string
  readonly home: Paths
  readonly configFile: string
  readonly userHome: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** False for a command that looks without a running Perch. */
  readonly isStarted: () => boolean
  readonly state: () => AppState
  readonly config: () => Config
  readonly problems: () => readonly ConfigProblem[]
  readonly accounts: () => readonly AccountSettings[]
  /** Rejects with an `AppError` that says what is missing. */
  readonly secret: (account: AccountSettings) => Promise<string>
  readonly findSecret: (name: string) => Promise<string | undefined>
  readonly secretStore: SecretStore
  readonly network: Network
  readonly lockBot: (account: AccountSettings) => Promise<{ release(): Promise<void> }>
  readonly people: (account: string) => Promise<readonly PersonView[]>
  readonly quota: (account: string) => Promise<QuotaView>
  readonly countCall: (account: string, kind: CallKind) => void
  /** Whether the settings of the model suffice. Calls nobody. */
  readonly model: () => Promise<LlmView>
  /** Has the model say a sentence; costs a few tokens. Rejects when there is no model to ask. */
  readonly testModel: (signal: AbortSignal) => Promise<ModelVerdict>
  readonly history: (account: string) => History
  readonly now: () => number
  readonly log: Logger
}

/** Pages of the developer console; `undefined` where it is not known. */
export type Links = {
  readonly credentials: string | undefined
  readonly bot: string | undefined
  readonly events: string | undefined
  readonly callbacks: string | undefined
  readonly versions: string | undefined
  /** Where the IP allowlist is kept. */
  readonly addresses: string | undefined
  /** Asks for exactly these permissions. */
  readonly grant: (scopes: readonly string[]) => string | undefined
}

export type SharedContext = { readonly ports: DoctorPorts }

/** One account as the checks of one run see it: what one of them asked, the others share. */
export type AccountContext = {
  readonly ports: DoctorPorts
  readonly account: AccountSettings
  readonly links: Links
  /** How the service shows it; `undefined` when it was never started. */
  readonly view: () => AccountView | undefined
  /** Rejects when there is no secret. */
  readonly asking: () => Promise<Asking>
  /** One request to the platform's address, by the way that everything goes. */
  readonly probe: (signal: AbortSignal) => Promise<Probe>
  readonly traffic: () => Traffic
}

/** Whose stored facts are true of an account as it is configured now. */
export const whoseOf = (account: AccountSettings): Whose => ({ account: account.id, bot: appOf(account) })
