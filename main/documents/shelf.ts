import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { stableId } from '../base/ids.ts'
import type { Logger } from '../base/logger.ts'
import { arrive, tooLarge, type ArrivalLimits } from './arrive.ts'
import type { MarkDownloaded } from './downloaded.ts'
import { filesIn, removeFile, toRemove } from './quota.ts'
import { folderName, numbered, safeName } from './safe-name.ts'

const MB = 1024 * 1024

export type ShelfLimits = ArrivalLimits & {
  /** All received files together. */
  readonly quota: number
}

/** The platform gives out up to 100 MB; what people send to be read is far smaller. */
export const usualShelf: ShelfLimits = {
  bytes: 30 * MB,
  idleMilliseconds: 20_000,
  wholeMilliseconds: 180_000,
  quota: 1024 * MB,
}

export type ShelfOptions = {
  /** The folder of everything that was received. */
  readonly root: string
  readonly limits: ShelfLimits
  readonly mark: MarkDownloaded
  readonly log: Logger
}

/** Where a file belongs: files of one chat never lie where another chat's do. */
export type Origin = { readonly account: string; readonly chatId: string; readonly messageId: string }

/** Keeps received files apart, each chat's in a folder of its own, never executable, marked as downloaded. */
export class Shelf {
  readonly #options: ShelfOptions
  #total: Promise<number> | undefined
  #unmarked = false

  constructor(options: ShelfOptions) {
    this.#options = options
  }

  /** The folder of a chat; it need not exist. */
  folderOf({ account, chatId }: Pick<Origin, 'account' | 'chatId'>): string {
    return join(this.#options.root, folderOfId(account), folderOfId(chatId))
  }

  /** Keeps what comes under a safe form of its name; gives the path and the size. */
  async keep(
    origin: Origin,
    name: string,
    content: Readable,
    stated: number | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly path: string; readonly bytes: number }> {
    const { limits, mark } = this.#options
    if (stated !== undefined && stated > limits.bytes) {
      content.destroy()
      throw tooLarge(limits.bytes)
    }
    const path = await this.#place(origin, safeName(name, 'file'))
    const bytes = await arrive(content, path, limits, signal)
    if (!(await mark(path))) this.#noteUnmarked()
    await this.#makeRoom(bytes, this.#folderOfMessage(origin))
    return { path, bytes }
  }

  /** Writes the words of a kept file beside it; gives the path. */
  async writeBeside(path: string, text: string): Promise<string> {
    const beside = await freeName(path, 'txt')
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' })
    return beside
  }

  /** How a path is called inside the folder of its chat, with `/` on every system. */
  within(origin: Pick<Origin, 'account' | 'chatId'>, path: string): string {
    return relative(this.folderOf(origin), path).replaceAll(sep, '/')
  }

  /** Takes away what an earlier run did not finish. */
  async tidy(): Promise<void> {
    const left = (await filesIn(this.#options.root)).filter(({ path }) => path.endsWith('.part'))
    for (const { path } of left) await rm(path, { force: true })
  }

  #folderOfMessage(origin: Origin): string {
    return join(this.folderOf(origin), folderOfId(origin.messageId))
  }

  async #place(origin: Origin, name: string): Promise<string> {
    const folder = this.#folderOfMessage(origin)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (let number = 1; ; number++) {
      const path = join(folder, numbered(name, number))
      if (!(await exists(path))) return path
    }
  }

  /** Counts all files once, then as they come; only when they are too many is the folder walked again. */
  async #makeRoom(added: number, spared: string): Promise<void> {
    const { root, limits, log } = this.#options
    const before = await (this.#total ??= sizeOf(root).then(total => total - added))
    this.#total = Promise.resolve(before + added)
    if (before + added <= limits.quota) return
    const files = await filesIn(root)
    const goes = toRemove(files, Math.floor(limits.quota * 0.9), spared)
    for (const { path } of goes) await removeFile(root, path)
    this.#total = undefined
    log.info('old received files were removed', { files: goes.length, quota: limits.quota })
  }

  #noteUnmarked(): void {
    if (this.#unmarked) return
    this.#unmarked = true
    this.#options.log.info('received files can not be marked as downloaded on this system')
  }
}

const folderOfId = (id: string): string => folderName(id, other => stableId(other))

const sizeOf = async (root: string): Promise<number> => (await filesIn(root)).reduce((sum, { bytes }) => sum + bytes, 0)

async function freeName(path: string, ending: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = numbered(`${path}.${ending}`, number)
    if (!(await exists(name))) return name
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
