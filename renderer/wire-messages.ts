import type { Input, Method } from '../main/contract/calls.ts'
import type { WireError } from '../main/contract/errors.ts'
import type { Reply, Snapshot, Tick } from '../main/contract/rpc.ts'
import { initialState } from '../main/contract/state.ts'

/** What a window says. */
export type Outgoing =
  | { readonly id: number; readonly call: Method; readonly input: Input<Method> }
  | { readonly id: number; readonly cancel: true }
  | { readonly watch: boolean }

/** What the service says. */
export type Incoming =
  | ({ readonly type: 'reply'; readonly id: number } & Reply)
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'tick'; readonly tick: Tick }

/** The longest text that the service takes, in bytes; the wire that brings a longer one is cut. */
export const LONGEST_TEXT = 1024 * 1024

export const encode = (message: Outgoing): string => JSON.stringify(message)

export const isTooLong = (text: string): boolean =>
  text.length > LONGEST_TEXT || new TextEncoder().encode(text).length > LONGEST_TEXT

/** Reads what arrived; anything that is not of this protocol becomes `undefined`. Never throws. */
export function decode(text: string): Incoming | undefined {
  const message = parsed(text)
  if (!isRecord(message)) return undefined
  if (typeof message['id'] === 'number') return replyOf(message['id'], message)
  const { snapshot, tick } = message
  // The service is the only other end and sends what the contract says; the frame is checked, so that nothing breaks.
  if (isSnapshot(snapshot)) return { type: 'snapshot', snapshot: snapshot as Snapshot }
  if (isTick(tick)) return { type: 'tick', tick: tick as Tick }
  return undefined
}

function replyOf(id: number, message: Record<string, unknown>): Incoming | undefined {
  if (message['ok'] === true) return { type: 'reply', id, ok: true, value: message['value'] }
  const error = message['error']
  if (message['ok'] !== false || !isError(error)) return undefined
  return { type: 'reply', id, ok: false, error }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON, so not of this protocol
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isError = (value: unknown): value is WireError =>
  isRecord(value) && [value['code'], value['message'], value['hint']].every(part => typeof part === 'string')

const isTick = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['seq'] === 'number' &&
  isRecord(value['fact']) &&
  typeof value['fact']['type'] === 'string'

const isSnapshot = (value: unknown): boolean => {
  if (!isRecord(value) || typeof value['seq'] !== 'number' || !isRecord(value['state'])) return false
  const state = value['state']
  return Object.entries(initialState).every(([key, start]) => kindOf(state[key]) === kindOf(start))
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : isRecord(value) ? 'record' : typeof value)
