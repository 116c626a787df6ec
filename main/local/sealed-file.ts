import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Where the key of a sealed file comes from: a passphrase through scrypt, or a file of random bytes. */
export type KeySource = 'scrypt' | 'key-file'

/** Everything before the sealed text; changing any of it makes the seal fail. */
const Header = z.strictObject({
  perch: z.literal('secrets'),
  version: z.literal(1),
  key: z.enum(['scrypt', 'key-file']),
  salt: z.base64(),
  /** Tells a wrong key from a damaged file. */
  check: z.base64(),
  iv: z.base64(),
})
const Sealed = Header.extend({ tag: z.base64(), data: z.base64() })
export type Sealed = z.output<typeof Sealed>

/** Reads the outer form; `undefined` when this is no sealed file. Never throws. */
export function parseSealed(text: string): Sealed | undefined {
  try {
    return Sealed.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // no JSON, so no sealed file
  }
}

/** Encrypts with AES-256-GCM under a fresh nonce. The key has 32 bytes. */
export function seal(plain: string, key: Buffer, source: KeySource, salt: Buffer): string {
  const iv = randomBytes(12)
  const header = {
    perch: 'secrets' as const,
    version: 1 as const,
    key: source,
    salt: salt.toString('base64'),
    check: checkOf(key).toString('base64'),
    iv: iv.toString('base64'),
  }
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(headerBytes(header))
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64')
  return `${JSON.stringify({ ...header, tag: cipher.getAuthTag().toString('base64'), data })}\n`
}

/** The plain text, or why there is none. */
export type Opened = { readonly plain: string } | { readonly failed: 'wrong-key' | 'damaged' }

export function unseal(sealed: Sealed, key: Buffer): Opened {
  const check = Buffer.from(sealed.check, 'base64')
  const own = checkOf(key)
  if (check.length !== own.length || !timingSafeEqual(check, own)) return { failed: 'wrong-key' }
  const { tag, data, ...header } = sealed
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.iv, 'base64'), { authTagLength: 16 })
    cipher.setAAD(headerBytes(header)).setAuthTag(Buffer.from(tag, 'base64'))
    return { plain: Buffer.concat([cipher.update(Buffer.from(data, 'base64')), cipher.final()]).toString('utf8') }
  } catch {
    return { failed: 'damaged' } // the seal does not fit: someone or something changed the file
  }
}

const checkOf = (key: Buffer): Buffer =>
  createHmac('sha256', key).update('perch secrets key check').digest().subarray(0, 16)

const headerBytes = ({ perch, version, key, salt, check, iv }: z.output<typeof Header>): Buffer =>
  Buffer.from(JSON.stringify([perch, version, key, salt, check, iv]))
