import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export type Role = 'server' | 'client'
export type Nonces = { readonly server: string; readonly client: string }

const NONCE = /^[0-9a-f]{64}$/

/** 32 random bytes, so that a proof that somebody recorded is worth nothing on the next connection. */
export const createNonce = (): string => randomBytes(32).toString('hex')

export const isNonce = (value: unknown): value is string => typeof value === 'string' && NONCE.test(value)

/** Shows that the sender knows the key. Each role signs its own name, so that no proof can be sent back. */
export const proofOf = (key: Buffer, role: Role, { server, client }: Nonces): string =>
  createHmac('sha256', key).update(`perch-control-1\n${role}\n${server}\n${client}`).digest('hex')

/** Takes equally long wherever the two differ. */
export function proves(given: unknown, key: Buffer, role: Role, nonces: Nonces): boolean {
  const expected = Buffer.from(proofOf(key, role, nonces))
  const actual = Buffer.from(typeof given === 'string' ? given : '')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
