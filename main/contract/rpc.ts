import type { Input, Method, Output } from './calls.ts'
import type { WireError } from './errors.ts'
import type { Fact } from './facts.ts'
import type { AppState } from './state.ts'

/** The whole state at one moment; every later tick has a higher `seq`. */
export type Snapshot = { readonly seq: number; readonly state: AppState }

/** One fact, numbered without gaps, so that a mirror notices that it missed one. */
export type Tick = { readonly seq: number; readonly fact: Fact }

/** What a call answers on every wire: a failure is data, never a stack. */
export type Reply<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

/** Electron IPC, loopback WebSocket, control socket and the in-memory test link all look like this. */
export interface Link {
  /** Rejects only with an `AppError`. */
  call<M extends Method>(method: M, input: Input<M>, signal?: AbortSignal): Promise<Output<M>>
  /** One snapshot first, then every later fact, until the returned function is called. */
  watch(onSnapshot: (snapshot: Snapshot) => void, onTick: (tick: Tick) => void): () => void
}
