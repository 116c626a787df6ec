import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** Builds `dist/`; with `--if-stale` only when a source is newer than the last build. Says nothing on stdout. */
const root = join(import.meta.dirname, '..')
const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
const builtAt = statSync(join(root, 'dist', 'cli.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0
const sources = Math.max(
  newest('main'),
  statSync(join(root, 'package.json')).mtimeMs,
  statSync(join(root, 'vite.config.ts')).mtimeMs,
)
if (!process.argv.includes('--if-stale') || builtAt < sources) await build({ root, logLevel: 'error' })
