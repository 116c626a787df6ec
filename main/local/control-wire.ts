import type { Reply, Snapshot, Tick } from '../contract/rpc.ts'

/** What the service says first, and what the client answers; before both have proved the key nothing else is read. */
export type Challenge = { readonly perch: 1; readonly nonce: string }
export type Answer = { readonly nonce: string; readonly proof: string }
export type Welcome = { readonly proof: string }

/** Client to service, one JSON value a line. IDs are the client's own. */
export type Request =
  | { readonly id: number; readonly call: string; readonly input?: unknown }
  | { readonly id: number; readonly watch: true }
  | { readonly cancel: number }

/** Service to client. */
export type Response =
  | { readonly id: number; readonly reply: Reply }
  | { readonly id: number; readonly snapshot: Snapshot }
  | { readonly id: number; readonly tick: Tick }

/** The longest line that each end takes, in bytes. Lists of people and fates may be long. */
export const LONGEST = { handshake: 1024, request: 2 * 1024 * 1024, response: 64 * 1024 * 1024 } as const

/** How long an end may take to prove the key, in milliseconds. */
export const PROOF_MS = 2000

/** A JSON object with keys of its own, or `undefined` for anything else. */
export function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** `undefined` for a line that is no request: no honest client sends one. */
export function parseRequest(line: string): Request | undefined {
  const value = parseObject(line)
  if (!value) return undefined
  const { id, call, watch, input, cancel } = value
  if (isId(cancel)) return { cancel }
  if (!isId(id)) return undefined
  if (watch === true) return { id, watch }
  return typeof call === 'string' ? { id, call, input } : undefined
}

/** The service has proved that it is this very program, so only the form is checked here. */
export function parseResponse(line: string): Response | undefined {
  const value = parseObject(line)
  const carries = ['reply', 'snapshot', 'tick'].some(key => isObject(value?.[key]))
  return value && isId(value['id']) && carries ? (value as Response) : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isId = (value: unknown): value is number => Number.isSafeInteger(value)
