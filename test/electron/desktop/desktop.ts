import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

const root = join(import.meta.dirname, '..', '..', '..')

/** The Electron to try; without one these tests say that they are skipped. */
export const ELECTRON = process.env['ELECTRON_EXE']
/** The folder with `desktop.sh` and `tray.mjs`, where a whole desktop with a tray runs around the tests. */
export const STANDIN = process.env['PERCH_ELECTRON_STANDIN']
/** True inside such a desktop. */
export const HAS_DESKTOP = STANDIN !== undefined && process.env['XDG_CURRENT_DESKTOP'] === 'XFCE'
/** The program from source, as `npm run build` leaves it. */
const PROGRAM = process.env['PERCH_DESKTOP_PROGRAM'] ?? join(root, 'dist', 'electron.js')

const run = promisify(execFile)

export type Desktop = {
  readonly electron: ElectronApplication
  readonly home: string
  readonly output: string[]
  page(): Promise<Page>
  /** Quits as a person does, and gives the exit code. */
  quit(): Promise<number | null>
}

export type LaunchOptions = {
  readonly home: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A packaged program instead of the one from source. */
  readonly program?: string
}

export function makeDesktopHome(config: unknown = {}): string {
  const home = mkdtempSync(join(tmpdir(), 'perch-desktop-'))
  writeFileSync(join(home, 'config.json'), JSON.stringify(config, null, 2), { mode: 0o600 })
  return home
}

export const dropDesktopHome = (home: string): void => rmSync(home, { recursive: true, force: true, maxRetries: 5 })

const switches = ['--no-sandbox', '--disable-gpu', '--lang=en-US']

/** Starts the desktop with a home of its own, and waits for nothing but the process. */
export async function launchDesktop({ home, args = [], env = {}, program }: LaunchOptions): Promise<Desktop> {
  const electron = await _electron.launch({
    executablePath: program ?? ELECTRON ?? '',
    args: [...switches, ...(program ? [] : [PROGRAM]), '--home', home, ...args],
    env: environment(home, env),
    timeout: 30_000,
  })
  const output: string[] = []
  const child = electron.process()
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  return {
    electron,
    home,
    output,
    page: () => electron.firstWindow({ timeout: 30_000 }),
    quit: async () => {
      if (child.exitCode !== null) return child.exitCode
      await electron.evaluate(({ app }) => app.quit()).catch(() => undefined) // it may be gone before it answers
      return ended
    },
  }
}

/** A second start of the same program; resolves when it has ended. */
export async function startAgain(home: string, args: readonly string[] = []): Promise<void> {
  await run(ELECTRON ?? '', [...switches, PROGRAM, '--home', home, ...args], {
    env: environment(home),
    timeout: 30_000,
  })
}

/** Nothing of the developer's own settings; a configuration folder of its own keeps the real autostart untouched. */
function environment(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const known = Object.entries(process.env).filter(
    ([name]) => !/^(PERCH_|LARK_|FEISHU_|OPENROUTER|NODE_OPTIONS)/.test(name),
  )
  const env = Object.fromEntries(known.map(([name, value]) => [name, value ?? '']))
  return { ...env, XDG_CONFIG_HOME: join(home, 'xdg'), ...more }
}

/** Works the tray icon as a panel would. */
export async function tray(command: 'tooltip' | 'menu' | 'click' | 'activate', label?: string): Promise<string> {
  const args = [join(STANDIN ?? '', 'tray.mjs'), command, ...(label === undefined ? [] : [label])]
  const { stdout } = await run(process.execPath, args, { timeout: 10_000 })
  return stdout.trim()
}

export const trayLabels = async (): Promise<string[]> => {
  const entries = JSON.parse(await tray('menu')) as { label: string; separator: boolean }[]
  return entries.filter(entry => !entry.separator).map(entry => entry.label)
}
