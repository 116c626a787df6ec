import { createHash, randomInt } from 'node:crypto'

/** The same parts give the same ID after a crash, so that a repeated send is recognised (32 hexadecimal characters). */
export const stableId = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

/** Letters and digits that are not mistaken for one another when read aloud or typed (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A pairing code of 40 random bits, in two groups: `7K2M-QX9D`. */
export function pairingCode(): string {
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(32)]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** What a person typed, brought to the form of `pairingCode`; `undefined` when it can't be one. */
export function asPairingCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined
}
