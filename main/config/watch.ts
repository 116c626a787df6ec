import { realpathSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'

/** How long a file must be quiet before it is read: editors write in steps. */
const QUIET = 100

/**
 * Tells of every change of one file, however it is made: written in place, replaced by a rename, made or taken away. It
 * watches the folder, because a watch on a file stays with the old one when another takes its name; behind a link, the
 * folder of its target too. Gives the way to stop.
 */
export function watchFile(path: string, changed: () => void, failed: (thrown: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, QUIET)
  }
  const watchers = [...new Set([path, targetOf(path)])].map(file => watchName(file, soon, failed))
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

/** Where the system does not say which name changed, it may have been this one. */
function watchName(file: string, changed: () => void, failed: (thrown: unknown) => void): FSWatcher {
  const name = basename(file)
  const watcher = watch(dirname(file), (_event, other) => {
    if (other === null || other === name) changed()
  })
  return watcher.on('error', failed)
}

function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path // no file yet, so no link either
  }
}
