import type { Reply, Snapshot, Tick } from '../contract/rpc.ts'

/** Window to service, one JSON value a message. IDs are the window's own and are not used twice on one connection. */
export type Request =
  | { readonly id: number; readonly call: string; readonly input: unknown }
  | { readonly id: number; readonly cancel: true }
  | { readonly watch: boolean }

/** Service to window. */
export type Response = ({ readonly id: number } & Reply) | { readonly snapshot: Snapshot } | { readonly tick: Tick }

/** The longest message that a window may send, in characters. */
export const LONGEST_MESSAGE = 1024 * 1024

/** How many calls of one window may run at once. */
export const MOST_CALLS = 64

/** `undefined` for what is no request: no honest window sends one. */
export function parseRequest(text: string): Request | undefined {
  const value = text.length > LONGEST_MESSAGE ? undefined : parseObject(text)
  if (!value) return undefined
  const { id, call, input, cancel, watch } = value
  if (typeof watch === 'boolean') return { watch }
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return undefined
  if (cancel === true) return { id, cancel }
  return typeof call === 'string' ? { id, call, input } : undefined
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // any object; each key that is used is checked by the caller
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined // whatever a stranger sends is an expected outcome
  }
}
