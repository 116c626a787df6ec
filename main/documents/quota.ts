import { lstat, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'

type Kept = { readonly path: string; readonly bytes: number; readonly at: number }

/** What lies in a folder, files alone. What is gone while it is looked at is not there. */
export async function filesIn(folder: string): Promise<readonly Kept[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const found = names
    .filter(entry => entry.isFile())
    .map(async entry => {
      const path = join(entry.parentPath, entry.name)
      const stats = await lstat(path).catch(() => undefined)
      return stats ? [{ path, bytes: stats.size, at: stats.mtimeMs }] : []
    })
  return (await Promise.all(found)).flat()
}

/** Which files go, the oldest first, so that the rest takes no more than `most` bytes. Those in `spared` stay. */
export function toRemove(files: readonly Kept[], most: number, spared: string): readonly Kept[] {
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const goes: Kept[] = []
  for (const file of files.toSorted((a, b) => a.at - b.at)) {
    if (total <= most) break
    if (file.path.startsWith(spared + sep)) continue
    goes.push(file)
    total -= file.bytes
  }
  return goes
}

/** Removes a file, and the folders that are empty without it, up to the root. */
export async function removeFile(root: string, path: string): Promise<void> {
  await rm(path, { force: true })
  for (let folder = dirname(path); folder.startsWith(root + sep); folder = dirname(folder)) {
    const emptied = await rmdir(folder).then(
      () => true,
      () => false, // something else is in it
    )
    if (!emptied) return
  }
}
