import { randomBytes, scrypt } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { codeOf, readIfThere, replaceFile, writeFlushed } from '../base/atomic-file.ts'
import { withFileLock } from '../base/file-lock.ts'
import { Lanes } from '../base/lanes.ts'
import type { SecretStore } from '../base/secret-store.ts'
import { AppError } from '../contract/errors.ts'
import { parseSealed, seal, unseal, type KeySource, type Sealed } from './sealed-file.ts'

export type FileSecretsOptions = {
  readonly secretsFile: string
  /** Made when there is no passphrase and no secret yet. */
  readonly keyFile: string
  /** `PERCH_PASSPHRASE`. With one, the key is in nobody's file. */
  readonly passphrase?: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

const Entries = z.record(z.string(), z.strictObject({ value: z.string(), host: z.string(), at: z.number() }))
type Entries = z.output<typeof Entries>
type Key = { readonly bytes: Buffer; readonly source: KeySource; readonly salt: Buffer }

/**
 * Secrets in one encrypted file: values, names and hosts are sealed together, so none of them can be changed or swapped.
 * Other processes may use the same file. Rejects with `AppError`: `secret-wrong-passphrase`, `secret-file-mode`,
 * `secrets-damaged`, `secret-store-unavailable`; a file that can't be read is never overwritten.
 */
export function fileSecrets(options: FileSecretsOptions): SecretStore {
  const lanes = new Lanes()
  const keyFor = keyRing(options)
  const now = options.now ?? Date.now

  const read = async (): Promise<{ entries: Entries; key: Key | undefined }> => {
    const sealed = await readSealed(options.secretsFile)
    if (!sealed) return { entries: {}, key: undefined }
    const key = await keyFor(sealed)
    return { entries: openEntries(options, sealed, key), key }
  }
  /** A passphrase that was set after the first secret takes the place of the key file with the next write. */
  const keyForWriting = async (old: Key | undefined): Promise<Key> =>
    old && !(options.passphrase && old.source === 'key-file') ? old : keyFor(undefined)
  const change = (edit: (entries: Entries) => Entries) =>
    lanes.run('write', () =>
      guarded(options, () =>
        withFileLock(options.secretsFile, async () => {
          const { entries, key: old } = await read()
          const edited = edit(entries)
          if (edited === entries) return
          const key = await keyForWriting(old)
          await replaceFile(options.secretsFile, seal(JSON.stringify(edited), key.bytes, key.source, key.salt))
        }),
      ),
    )
  return {
    async get(name) {
      const { entries } = await guarded(options, read)
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
      return entry && { value: entry.value, host: entry.host }
    },
    set: (name, value, host) => change(entries => ({ ...entries, [name]: { value, host, at: now() } })),
    unset: name => change(entries => (Object.hasOwn(entries, name) ? without(entries, name) : entries)),
    async list() {
      const { entries } = await guarded(options, read)
      return Object.entries(entries).map(([name, { host, at }]) => ({ name, host, at }))
    },
  }
}

const without = (entries: Entries, name: string): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name))

/** Failures of the system become ours, with the file's name and without its content. */
async function guarded<T>({ secretsFile }: FileSecretsOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const reason = codeOf(thrown) ?? 'unknown reason'
    throw new AppError('secret-store-unavailable', `The secrets in ${secretsFile} can't be used (${reason}).`, {
      cause: thrown,
    })
  }
}

async function readSealed(file: string): Promise<Sealed | undefined> {
  const text = (await readIfThere(file))?.toString('utf8')
  if (text === undefined) return undefined
  const sealed = parseSealed(text)
  if (!sealed) throw damaged(file)
  return sealed
}

function openEntries({ secretsFile, keyFile, passphrase }: FileSecretsOptions, sealed: Sealed, key: Key): Entries {
  const opened = unseal(sealed, key.bytes)
  if ('plain' in opened) return Entries.parse(JSON.parse(opened.plain))
  if (opened.failed === 'damaged') throw damaged(secretsFile)
  if (key.source === 'key-file') throw new AppError('secrets-damaged', `${keyFile} is not the key of ${secretsFile}.`)
  throw new AppError(
    'secret-wrong-passphrase',
    passphrase ? 'PERCH_PASSPHRASE is not the right one.' : 'PERCH_PASSPHRASE is not set.',
  )
}

const damaged = (file: string): AppError =>
  new AppError('secrets-damaged', `${file} is damaged or was changed by something else; it is left as it is.`)

/** Gives the key of a sealed file, or one for a new file; a derived key is kept, because deriving takes a while on purpose. */
function keyRing(options: FileSecretsOptions): (sealed: Sealed | undefined) => Promise<Key> {
  const derived = new Map<string, Promise<Buffer>>()
  const derive = (passphrase: string, salt: Buffer): Promise<Buffer> => {
    const id = salt.toString('base64')
    const known = derived.get(id) ?? deriveKey(passphrase, salt)
    derived.set(id, known)
    known.catch(() => derived.delete(id))
    return known
  }
  return async sealed => {
    const { passphrase } = options
    const source: KeySource = sealed?.key ?? (passphrase ? 'scrypt' : 'key-file')
    if (source === 'key-file')
      return { source, salt: Buffer.alloc(0), bytes: await readKeyFile(options.keyFile, !sealed) }
    if (!passphrase) throw new AppError('secret-wrong-passphrase', `${options.secretsFile} needs PERCH_PASSPHRASE.`)
    const salt = sealed ? Buffer.from(sealed.salt, 'base64') : randomBytes(16)
    return { source, salt, bytes: await derive(passphrase, salt) }
  }
}

/** Costs 128 MB and a quarter of a second: what a guesser pays for each attempt. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }

const scryptAsync = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt)
const deriveKey = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  scryptAsync(passphrase.normalize('NFKC'), salt, 32, SCRYPT)

async function readKeyFile(file: string, mayMake: boolean): Promise<Buffer> {
  if (mayMake) await makeKeyFile(file)
  const text = (await readIfThere(file))?.toString('utf8').trim()
  if (text === undefined)
    throw new AppError('secrets-damaged', `The key file ${file} is gone; without it the secrets can't be read.`)
  const { mode } = await stat(file)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new AppError('secret-file-mode', `Others may read ${file} (mode ${(mode & 0o777).toString(8)}).`)
  if (!/^[0-9a-f]{64}$/.test(text)) throw damaged(file)
  return Buffer.from(text, 'hex')
}

/** A key that is there already stays; an empty file was left by a process that died while making it. */
async function makeKeyFile(file: string): Promise<void> {
  try {
    await writeFlushed(file, newKey())
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown
    if ((await stat(file)).size === 0) await replaceFile(file, newKey())
  }
}

const newKey = (): string => `${randomBytes(32).toString('hex')}\n`
