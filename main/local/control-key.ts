import { randomBytes } from 'node:crypto'
import { chmod, link, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, readIfThere, writeFlushed } from '../base/atomic-file.ts'
import { AppError } from '../contract/errors.ts'

const BYTES = 32

/** The key of this home, which both ends of the control socket prove; made when there is none yet. */
export async function ensureControlKey(home: string): Promise<Buffer> {
  const file = join(home, 'control.key')
  const known = await readKey(file)
  if (known && (await isPrivate(file))) return known
  await rm(file, { force: true }) // unreadable, or others could read it: such a key proves nothing
  await createKey(file)
  const made = await readKey(file)
  if (!made) throw new AppError('home-refused', `${file} can't be written.`)
  return made
}

/** The key that the service of this home has made. Throws `not-running` when there never was one. */
export async function readControlKey(home: string): Promise<Buffer> {
  const file = join(home, 'control.key')
  const key = await readKey(file).catch((thrown: unknown) => {
    throw new AppError('not-permitted', `${file} is not readable for this user.`, { cause: thrown })
  })
  if (!key) throw new AppError('not-running', `Perch has not run with ${home} yet.`)
  return key
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const text = (await readIfThere(file))?.toString('latin1').trim() ?? ''
  return new RegExp(`^[0-9a-f]{${BYTES * 2}}$`).test(text) ? Buffer.from(text, 'hex') : undefined
}

const isPrivate = async (file: string): Promise<boolean> =>
  process.platform === 'win32' || ((await stat(file)).mode & 0o077) === 0

/** The name appears with the whole key in it, and only for the first of two who try at once. */
async function createKey(file: string): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`
  await writeFlushed(beside, `${randomBytes(BYTES).toString('hex')}\n`)
  await chmod(beside, 0o600)
  try {
    await link(beside, file)
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') await rename(beside, file) // a disk without hard links
  } finally {
    await rm(beside, { force: true })
  }
}
