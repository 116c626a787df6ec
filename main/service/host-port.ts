import type { Log } from '../base/log.ts'
import type { Redactor } from '../base/redact.ts'
import type { Paths } from '../config/home.ts'
import type { SecretStore } from '../config/secrets.ts'
import type { Flags } from '../config/overrides.ts'
import type { createSettings } from '../config/settings.ts'
import type { Reply } from '../contract/rpc.ts'
import type { Hub } from '../rpc/hub.ts'
import type { PracticePort } from '../rpc/ports.ts'

/** What differs between the desktop, a server and a test. */
export type Host = {
  readonly version: string
  readonly home: Paths
  /** `--config`; else the home's own. */
  readonly configFile?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What the command line decides over the file. */
  readonly flags?: Flags
  readonly secrets: SecretStore
  readonly log: Log
  readonly redactor: Redactor
  /** A line for whoever watches the program run. */
  readonly print: (line: string) => void
  /** A line about something that is wrong. */
  readonly complain: (line: string) => void
  /** Makes sure that no other Perch on this machine serves the same bot. */
  readonly lockBot: (bot: { baseUrl: string; appId: string; home: string }) => Promise<{ release(): Promise<void> }>
  readonly screensLink: () => string
  readonly now: () => number
  /** What `~` stands for. */
  readonly userHome: string
  /** False for a command that ends at once. */
  readonly watchConfig: boolean
  /** The pretend Feishu, for its screen; only in practice mode. */
  readonly practice?: PracticePort
}

export type App = {
  readonly hub: Hub
  readonly settings: Awaited<ReturnType<typeof createSettings>>
  call(name: unknown, input: unknown, signal: AbortSignal): Promise<Reply>
  /** Connects. Resolves when everything is under way; trouble of an account is its own state. */
  start(): Promise<void>
  /** The computer or its network came back: connections are tried at once. */
  wake(): void
  /** Lets running turns end for a moment, then cuts them; what is open is taken up at the next start. */
  stop(): Promise<void>
}
