import { randomBytes } from 'node:crypto'
import { open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The system's code of a failed file operation, such as `ENOENT`. */
export const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined

/** The bytes of a file, or `undefined` when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined
    throw thrown
  }
}

/**
 * Replaces a file as a whole, readable by its owner alone: written beside it, flushed, renamed. A reader sees the old
 * file or the new one, and a full disk leaves the old one. A symbolic link stays, and what it points to is replaced.
 */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const target = await targetOf(path)
  const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeFlushed(beside, content)
    await renameOver(beside, target)
  } catch (thrown) {
    await rm(beside, { force: true })
    throw thrown
  }
  await flushFolder(dirname(target))
}

/** Writes a file that must not exist yet. Rejects with `EEXIST` when it does. */
export async function writeFlushed(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.chmod(0o600) // whatever the umask says
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return path
    throw thrown
  }
}

/** On Windows a virus scanner or an editor may hold the file for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (thrown) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(thrown) ?? '')
      if (process.platform !== 'win32' || !held || attempt === 10) throw thrown
      await wait(20 * attempt)
    }
  }
}

/** Makes the rename itself last over a power cut; Windows has no such call. */
async function flushFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dir)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
