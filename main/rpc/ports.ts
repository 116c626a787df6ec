import type { Input, Output, Parsed, SentReport } from '../contract/calls.ts'
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
  /** Drives the pretend Feishu; only in practice mode. */
  readonly practice: PracticePort | undefined
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
  }
  readonly listSettings: () => Promise<Output<'settings.list'>>
}
