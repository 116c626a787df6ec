import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { electronBinary } from './electron-binary.ts'

/**
 * The tests of the desktop in a real Electron: the one that ELECTRON_EXE names; else the stand-in of the folder that
 * PERCH_ELECTRON_STANDIN names, with a whole desktop around it; else the installed one. Without any they are skipped,
 * which is said aloud.
 */
const standin = process.env['PERCH_ELECTRON_STANDIN']
const vitest = ['vitest', 'run', '--project', 'electron', ...process.argv.slice(2)]

function findElectron(): string | undefined {
  const named = process.env['ELECTRON_EXE']
  if (named) return named
  if (standin && existsSync(join(standin, 'get.sh')))
    return execFileSync('bash', [join(standin, 'get.sh')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim()
  return electronBinary()
}

function skip(why: string): never {
  console.log(`\n⚠ SKIPPED: the desktop was not tested, because ${why}.\n`)
  process.exit(0)
}

const electron = findElectron()
if (!electron) skip('there is no Electron: set ELECTRON_EXE, or let "npx install-electron" download it')
const desktop = standin && existsSync(join(standin, 'desktop.sh')) ? [join(standin, 'desktop.sh')] : []
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
if (desktop.length === 0 && !hasDisplay) skip('there is no display')

const [command = '', ...args] = [...desktop, ...vitest]
const { status } = spawnSync(command, args, {
  stdio: 'inherit',
  env: { ...process.env, ELECTRON_EXE: electron },
  shell: process.platform === 'win32',
})
process.exit(status ?? 1)
