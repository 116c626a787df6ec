import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.resolve('electron/package.json')))

/** The binary of the electron package, where it was downloaded or is named by Electron's own variable. */
export function electronBinary(): string | undefined {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const path = join(folder, 'path.txt')
  const name = existsSync(path) ? readFileSync(path, 'utf8').trim() : programName[process.platform]
  const binary = join(named ?? join(folder, 'dist'), name ?? 'electron')
  return existsSync(binary) ? binary : undefined
}

const programName: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

const PROBE_MS = 5000

/** Lets the electron package download its binary, if its place on the network answers. */
export async function fetchElectron(): Promise<string | undefined> {
  const source = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/'
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) })
  } catch {
    return undefined // offline, or blocked: the caller says so
  }
  console.error('perch: fetching Electron, about 110 MB, once…')
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 'ignore', 'inherit'] })
  return electronBinary()
}
