import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stableId } from '../base/ids.ts'
import type { CopiesPort } from '../chat/outgoing-files.ts'
import { safeName } from '../documents/safe-name.ts'

/**
 * Copies of files on their way into a chat, readable by nobody else: `<root>/<id>/<name>`. The ID comes from the occasion
 * and the content, so the same file finds its copy again after a crash.
 */
export function createCopies(root: string): CopiesPort {
  return {
    keep: async ({ content, name }, occasion) => {
      await mkdir(root, { recursive: true, mode: 0o700 })
      const half = join(root, `${randomUUID()}.part`)
      const hash = createHash('sha256')
      const digesting = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          hash.update(chunk)
          done(null, chunk)
        },
      })
      try {
        await pipeline(content, digesting, createWriteStream(half, { mode: 0o600, flags: 'wx' }))
        const digest = hash.digest('hex')
        const path = join(root, stableId(occasion, digest, name), safeName(name, 'file'))
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await rename(half, path)
        return { path, digest }
      } catch (thrown) {
        await rm(half, { force: true })
        throw thrown
      }
    },
    drop: async path => {
      if (path.startsWith(root + sep)) await rm(dirname(path), { recursive: true, force: true })
    },
    keepOnly: async paths => {
      const kept = new Set([...paths].map(path => dirname(path)))
      const found = await readdir(root).catch(() => []) // nothing was ever sent
      for (const name of found) {
        const path = join(root, name)
        if (!kept.has(path)) await rm(path, { recursive: true, force: true })
      }
    },
  }
}
