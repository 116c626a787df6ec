import { z } from 'zod'
import { codeOf, readIfThere, replaceFile } from '../base/atomic-file.ts'
import { withFileLock } from '../base/file-lock.ts'
import { Lanes } from '../base/lanes.ts'
import type { SecretStore } from '../base/secret-store.ts'
import { AppError } from '../contract/errors.ts'

/** The key of this computer's user, which never leaves the system's keychain. */
export type Cipher = {
  /** Rejects with `AppError('secret-store-unavailable')` where the system keeps no key. */
  readonly check: () => Promise<void>
  readonly encrypt: (text: string) => Promise<Buffer>
  /** `isOld` when the system has a better key by now: encrypt it again. */
  readonly decrypt: (sealed: Buffer) => Promise<{ readonly text: string; readonly isOld: boolean }>
}

const Entry = z.strictObject({ host: z.string(), at: z.number(), sealed: z.base64() })
const File = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), Entry) })
/** Name and host are sealed too, so that nobody gives a secret another host by editing the file. */
const Sealed = z.strictObject({ name: z.string(), host: z.string(), value: z.string() })

type Entry = z.output<typeof Entry>
type Entries = z.output<typeof File>['secrets']

/** Secrets in one file, each encrypted by the system's keychain. Rejects with `AppError('secret-store-unavailable')`. */
export function keychainSecrets(file: string, cipher: Cipher, now: () => number = Date.now): SecretStore {
  const lanes = new Lanes()
  const change = (edit: (entries: Entries) => Promise<Entries>) =>
    lanes.run('write', () =>
      guarded(file, () =>
        withFileLock(file, async () => {
          const old = await readEntries(file)
          const secrets = await edit(old)
          if (secrets !== old) await replaceFile(file, `${JSON.stringify({ version: 1, secrets }, null, 2)}\n`)
        }),
      ),
    )
  const sealEntry = async (name: string, host: string, value: string, at: number): Promise<Entry> => {
    const sealed = await cipher.encrypt(JSON.stringify({ name, host, value } satisfies z.input<typeof Sealed>))
    return { host, at, sealed: sealed.toString('base64') }
  }
  const store = async (name: string, host: string, value: string, at: number) => {
    await cipher.check()
    const entry = await sealEntry(name, host, value, at)
    await change(async entries => ({ ...entries, [name]: entry }))
  }
  return {
    async get(name) {
      const entries = await guarded(file, () => readEntries(file))
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
      if (!entry) return undefined
      await cipher.check()
      const { text, isOld } = await openEntry(file, name, entry, cipher)
      if (isOld) await store(name, entry.host, text, entry.at)
      return { value: text, host: entry.host }
    },
    set: (name, value, host) => store(name, host, value, now()),
    unset: name =>
      change(async entries => {
        if (!Object.hasOwn(entries, name)) return entries
        return Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name))
      }),
    async list() {
      const entries = await guarded(file, () => readEntries(file))
      return Object.entries(entries).map(([name, { host, at }]) => ({ name, host, at }))
    },
  }
}

async function openEntry(file: string, name: string, entry: Entry, cipher: Cipher) {
  const opened = await cipher.decrypt(Buffer.from(entry.sealed, 'base64')).catch((thrown: unknown) => {
    throw unavailable(`The keychain can't open ${name} in ${file}; set it again.`, thrown)
  })
  const sealed = Sealed.safeParse(parseJson(opened.text))
  if (!sealed.success || sealed.data.name !== name || sealed.data.host !== entry.host)
    throw unavailable(`${name} in ${file} was changed by something else; set it again.`)
  return { text: sealed.data.value, isOld: opened.isOld }
}

async function readEntries(file: string): Promise<Entries> {
  const text = (await readIfThere(file))?.toString('utf8')
  if (text === undefined) return {}
  const parsed = File.safeParse(parseJson(text))
  if (!parsed.success)
    throw new AppError('secrets-damaged', `${file} is damaged or was changed by something else; it is left as it is.`)
  return parsed.data.secrets
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the schema says what is wrong with it
  }
}

async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw unavailable(`The secrets in ${file} can't be used (${codeOf(thrown) ?? 'unknown reason'}).`, thrown)
  }
}

const unavailable = (message: string, cause?: unknown): AppError =>
  new AppError('secret-store-unavailable', message, cause === undefined ? {} : { cause })
