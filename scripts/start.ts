import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { electronBinary, fetchElectron } from './electron-binary.ts'
import { windowless, withoutWindow } from './start-way.ts'

/** `npm start`: the desktop where there can be one, else, with a sentence that says why, the same without a window. */
const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)

/** What only a window understands. */
const windowOnly = new Set(['--no-sandbox', '--hidden', '--practice'])

function run(program: string, programArgs: readonly string[]): void {
  const child = spawn(program, programArgs, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`perch: could not start ${program}: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', code => (process.exitCode = code ?? 1))
}

function runHeadless(why: string): void {
  console.error(withoutWindow(why))
  const command = args.includes('--practice') ? 'practice' : 'serve'
  const others = args.filter(arg => !windowOnly.has(arg))
  run(process.execPath, [join(root, 'bin', 'perch.mjs'), command, ...others])
}

const why = windowless({ platform: process.platform, env: process.env, uid: process.getuid?.(), args })
const binary = why === undefined ? (electronBinary() ?? (await fetchElectron())) : undefined
if (why !== undefined) runHeadless(why)
else if (binary === undefined) runHeadless('Electron can not be downloaded here')
else run(binary, [join(root, 'dist', 'electron.js'), ...args])
