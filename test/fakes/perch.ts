import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './chat.ts'

const CLI = join(import.meta.dirname, '..', '..', 'main', 'cli.ts')

/** A folder of its own for one Perch, with a configuration. */
export function makeHome(config: unknown = {}): string {
  const home = mkdtempSync(join(tmpdir(), 'perch-home-'))
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'config.json'), JSON.stringify(config, null, 2), { mode: 0o600 })
  return home
}

export const dropHome = (home: string): void => rmSync(home, { recursive: true, force: true })

export type PerchProcess = {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly errors: string[]
  line(what: string, pattern: RegExp, within?: number): Promise<string>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** `perch serve` as a process of its own, from source. */
export function spawnPerch(home: string, env: Record<string, string> = {}, args: readonly string[] = []): PerchProcess {
  const child = spawn(process.execPath, [CLI, 'serve', '--home', home, '--port', '0', ...args], {
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [lines, errors]: [string[], string[]] = [[], []]
  collect(child.stdout, lines)
  collect(child.stderr, errors)
  const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)))
  return {
    child,
    lines,
    errors,
    line: (what, pattern, within = 20_000) =>
      until(`it prints ${what}`, () => lines.find(line => pattern.test(line)) ?? failIfEnded(child), within).catch(
        (error: unknown) => {
          throw new Error(`${String(error)}\n${[...lines, ...errors].join('\n')}`)
        },
      ),
    stop: signal => {
      child.kill(signal ?? 'SIGTERM')
      return ended
    },
  }
}

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** One command, to its end. */
export function perch(
  home: string,
  args: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<CommandResult> {
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [CLI, '--home', home, ...args],
      { env: cleanEnv(env), maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

function failIfEnded(child: ChildProcess): undefined {
  if (child.exitCode === null && child.signalCode === null) return undefined
  throw new Error('The process has ended.')
}

/** Nothing of the machine's own settings reaches the process. */
const cleanEnv = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  TMPDIR: tmpdir(),
  ...env,
})

function collect(stream: NodeJS.ReadableStream | null, into: string[]): void {
  let rest = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    into.push(...parts)
  })
}
