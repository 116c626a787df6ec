import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** Builds `dist/`; with `--if-stale` only when a source is newer than the last build. Says nothing on stdout. */
const root = join(import.meta.dirname, '..')

/** What programs that import `perch/lark` are told of its types. */
const declareTypes = () =>
  execFileSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    join(root, 'tsconfig.programs.json'),
  ])

/** The first one empties `dist/`; the others add to it. The last one is built last, so its age is that of the build. */
const parts: readonly { configFile: string; mode?: string; after?: () => void }[] = [
  { configFile: 'vite.config.ts', after: declareTypes },
  { configFile: 'vite.worker.config.ts' },
  { configFile: 'vite.electron.config.ts' },
  { configFile: 'vite.electron.config.ts', mode: 'preload' },
  { configFile: 'vite.renderer.config.ts' },
]

const ageOf = (path: string): number => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

const newestIn = (folder: string): number =>
  Math.max(
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )

const isStale = (): boolean => {
  const sources = ['package.json', ...parts.map(({ configFile }) => configFile)].map(ageOf)
  return ageOf('dist/renderer/index.html') < Math.max(newestIn('main'), newestIn('renderer'), ...sources)
}

if (!process.argv.includes('--if-stale') || isStale()) {
  for (const { configFile, mode, after } of parts) {
    await build({ configFile: join(root, configFile), logLevel: 'error', ...(mode ? { mode } : {}) })
    after?.()
  }
}
