import { constants, type Stats } from 'node:fs'
import { lstat, open, readdir, realpath, type FileHandle } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { ToolScene } from '../agent/tool.ts'
import { AppError } from '../contract/errors.ts'
import { confine } from './confine.ts'
import { looksSecret } from './secret-names.ts'

type EntryKind = 'file' | 'folder' | 'link' | 'other'
export type Entry = { readonly name: string; readonly kind: EntryKind; readonly size: number }

/** A place in the workspace after all links were followed. */
export type Place = { readonly path: string; readonly real: string; readonly stats: Stats }

/** Where the paths of a turn lead: into the workspace, and under `received/` to what was sent in its chat. */
export type Roots = Pick<ToolScene, 'workspace' | 'received'>
const MOUNT = 'received'

type UseFile<T> = (file: FileHandle, size: number, path: string) => Promise<T>

/** Never opens through a link and never waits for the other end of a pipe. Windows knows neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Finds what a path means, and makes sure that it lies inside the workspace also after every link was followed.
 * Whether something outside exists can't be learned: it is refused before it is missed.
 */
export async function locate(roots: Roots, requested: string): Promise<Place> {
  const placed = confine(requested)
  if (!placed.inside) throw new AppError('tool-refused', placed.reason)
  const { root, inner } = rootOf(roots, placed.path)
  const missing =
    root === roots.workspace ? 'The workspace folder does not exist.' : 'Nothing was sent in this chat yet.'
  const base = await realBase(root, missing)
  const wanted = join(base, inner)
  const real = await realpath(wanted).catch(async (thrown: unknown) => {
    if (!isMissing(thrown)) throw thrown
    await checkNearest(base, wanted)
    throw new AppError('not-found', `There is no ${placed.path} in the workspace.`)
  })
  checkInside(base, real)
  if (looksSecret(relative(base, real)) || looksSecret(placed.path)) {
    throw new AppError('tool-refused', `${placed.path} looks like a place for keys and stays closed.`)
  }
  return { path: placed.path, real, stats: await lstat(real) }
}

/** Finds a file of the workspace, opens it for `use`, and closes it. */
export async function withFile<T>(root: Roots, requested: string, use: UseFile<T>): Promise<T> {
  return await openPlace(root, await locate(root, requested), use)
}

/**
 * Opens what was located. Then it is looked up once more: if something swapped a folder for a link in between, what
 * was opened is not what lies at that path, and it is refused.
 */
export async function openPlace<T>(root: Roots, place: Place, use: UseFile<T>): Promise<T> {
  if (place.stats.isDirectory()) throw new AppError('bad-request', `${place.path || 'This'} is a folder.`)
  if (!place.stats.isFile()) throw new AppError('tool-refused', `${place.path} is no regular file.`)
  await using file = await open(place.real, FLAGS)
  const opened = await file.stat()
  const again = await locate(root, place.path)
  if (!opened.isFile() || opened.ino !== again.stats.ino || opened.dev !== again.stats.dev) {
    throw new AppError('tool-refused', `${place.path} changed while it was opened.`)
  }
  return await use(file, opened.size, place.path)
}

/** What a folder of the workspace holds, sorted by name. Links are named, not followed. */
export async function listFolder(root: Roots, requested: string): Promise<{ path: string; entries: readonly Entry[] }> {
  const { path, real, stats } = await locate(root, requested)
  if (!stats.isDirectory()) throw new AppError('bad-request', `${path} is a file, not a folder.`)
  const found = await readdir(real, { withFileTypes: true })
  const again = await locate(root, requested)
  if (again.real !== real || again.stats.ino !== stats.ino)
    throw new AppError('tool-refused', `${path} changed while it was read.`)
  const own = found.map(entry => ({ name: entry.name, kind: kindOf(entry), size: 0 }))
  const entries = path === '' ? await withMount(root, own) : own
  return { path, entries: entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

/** The sizes of the files among some entries; what is gone meanwhile keeps 0. */
export async function withSizes(root: Roots, folder: string, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const { real } = await locate(root, folder)
  const sized = entries.map(async entry => {
    if (entry.kind !== 'file') return entry
    const stats = await lstat(join(real, entry.name)).catch((thrown: unknown) => {
      if (isMissing(thrown)) return undefined
      throw thrown
    })
    return { ...entry, size: stats?.size ?? 0 }
  })
  return await Promise.all(sized)
}

/** What was sent in the chat stands in front of a folder of the workspace that has the same name. */
function rootOf({ workspace, received }: Roots, path: string): { readonly root: string; readonly inner: string } {
  const isMount = received !== undefined && (path === MOUNT || path.startsWith(`${MOUNT}/`))
  return isMount ? { root: received, inner: path.slice(MOUNT.length + 1) } : { root: workspace, inner: path }
}

async function withMount({ received }: Roots, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const stats = received === undefined ? undefined : await lstat(received).catch(() => undefined)
  if (!stats?.isDirectory()) return entries // nothing was sent yet
  return [...entries.filter(({ name }) => name !== MOUNT), { name: MOUNT, kind: 'folder', size: 0 }]
}

async function realBase(root: string, otherwise: string): Promise<string> {
  return await realpath(root).catch((thrown: unknown) => {
    if (isMissing(thrown)) throw new AppError('not-found', otherwise)
    throw thrown
  })
}

function checkInside(base: string, real: string): void {
  const way = relative(base, real)
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new AppError('tool-refused', 'This path leads outside the workspace.')
  }
}

/** For a path that does not exist: the nearest part of it that does must be inside, and no link that leads nowhere. */
async function checkNearest(base: string, wanted: string): Promise<void> {
  for (let part = wanted; part !== base && part !== dirname(part); part = dirname(part)) {
    const stats = await lstat(part).catch((thrown: unknown) => {
      if (isMissing(thrown)) return undefined
      throw thrown
    })
    if (stats === undefined) continue
    const real = await realpath(part).catch((thrown: unknown) => {
      if (isMissing(thrown)) throw new AppError('tool-refused', 'This path leads outside the workspace.')
      throw thrown
    })
    return checkInside(base, real)
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): EntryKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

/** ENOTDIR: a part of the path is a file. ELOOP: links that lead in a circle lead nowhere. */
const isMissing = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(thrown.code))
