import type { Input, Output, Parsed, SentReport } from '../contract/calls.ts'
import type { ModelPort } from './model-handlers.ts'
import type { AppState, FateView, PersonView } from '../contract/state.ts'

/** What the handlers need of the service; each is one topic's own interface. */
export type HandlerPorts = {
  readonly state: () => AppState
  readonly probe: (signal: AbortSignal) => Promise<void>
  readonly screensLink: () => string
  readonly people: { list(account?: string): Promise<readonly PersonView[]> }
  readonly access: {
    change(action: 'allow' | 'deny', id: string, account?: string): Promise<{ id: string; account: string }>
  }
  readonly fates: { read(query: { before?: number; limit: number }): Promise<readonly FateView[]> }
  readonly screens: ScreenPorts
  readonly send: (input: Input<'message.send'>, signal: AbortSignal) => Promise<SentReport>
  readonly settings: { get(path: string): Promise<unknown>; edit(path: string, value: unknown): Promise<void> }
  readonly secrets: {
    set(name: string, value: string): Promise<void>
    unset(name: string): Promise<void>
    list(): Promise<Output<'secret.list'>>
  }
  readonly pause: (paused: boolean) => void
  /** Resolves when it has ended; false when no such turn runs. */
  readonly stopTurn: (turnId: string) => Promise<boolean>
  readonly notify: (input: Parsed<'notify.send'>, signal: AbortSignal) => Promise<Output<'notify.send'>>
  readonly doctor: DoctorPort
  readonly models: ModelPort
  readonly setup: SetupPort
  readonly bots: BotsPort
  readonly importing: ImportPort
  /** Drives the pretend Feishu; only in practice mode. */
  readonly practice: PracticePort | undefined
}

/** Runs the checks; every verdict is also told as a fact as it comes. */
export type DoctorPort = {
  list(): Promise<Output<'doctor.list'>>
  run(which: Parsed<'doctor.run'>, signal: AbortSignal): Promise<Output<'doctor.run'>>
}

/** From nothing to a connected bot. */
export type SetupPort = {
  /** Resolves as soon as the scan is under way; how it goes is told as facts. */
  scan(wish: Parsed<'setup.scan'>): Promise<void>
  cancelScan(): Promise<void>
  tryOut(credentials: Parsed<'setup.try'>, signal: AbortSignal): Promise<Output<'setup.try'>>
  connect(account: Parsed<'setup.connect'>): Promise<Output<'setup.connect'>>
  guide(account: string, signal: AbortSignal): Promise<Output<'setup.guide'>>
  ownerCode(account: string): Promise<Output<'setup.owner-code'>>
}

/** What can be done to an account that is there. Rejects with `not-found` for an unknown one. */
export type BotsPort = {
  pause(account: string, paused: boolean): Promise<void>
  rename(account: string, name: string): Promise<void>
  remove(account: string): Promise<void>
  retry(account: string): Promise<void>
  /** Binds a stored secret to the host that the configuration names now. */
  confirmHost(secretName: string): Promise<void>
}

/** Takes the configuration of another system over. Rejects with `import-unreadable`, `import-unknown` or as `config.set`. */
export type ImportPort = {
  find(): Promise<Output<'import.find'>>
  preview(wish: Parsed<'import.preview'>): Promise<Output<'import.preview'>>
  apply(wish: Parsed<'import.apply'>): Promise<Output<'import.apply'>>
}

/** Rejects with `not-found` for an unknown operation, `bad-request` for a wrong input. */
export type PracticePort = {
  readonly perform: (operation: string, input: unknown) => Promise<unknown>
  readonly onChange: (listener: () => void) => () => void
}

/** What the screens read beside the state, in pages. */
export type ScreenPorts = {
  readonly log: {
    read(query: Parsed<'log.read'>, signal: AbortSignal): Promise<Output<'log.read'>>
    history(query: Parsed<'log.history'>, signal: AbortSignal): Promise<Output<'log.history'>>
  }
  readonly messages: {
    /** `undefined` when no such message is stored. */
    event(account: string, messageId: string, signal: AbortSignal): Promise<Output<'event.read'> | undefined>
    waiting(account: string, openId: string, signal: AbortSignal): Promise<Output<'person.waiting'>>
  }
  readonly groups: {
    list(account?: string): Promise<Output<'groups.list'>>
    save(change: Parsed<'groups.save'>): Promise<void>
  }
  readonly conversations: {
    list(query: Parsed<'conversations.list'>): Promise<Output<'conversations.list'>>
    read(query: Parsed<'conversations.read'>): Promise<Output<'conversations.read'>>
    margin(session: string): Promise<Output<'conversations.margin'>>
  }
  readonly listSettings: () => Promise<Output<'settings.list'>>
}
