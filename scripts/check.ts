import { spawn } from 'node:child_process'

/** What a compiler saw the last time is kept, so it looks again only at what changed. */
const remembering = (name: string) => [
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.cache/tsc/${name}.tsbuildinfo`,
]

/** Types, lint, format, import table, dead code and unit tests, two at a time. Prints only what failed. */
const jobs: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['unit tests', 'vitest', 'run', '--project', 'unit', '--reporter', 'dot'],
  ['types', 'tsc', '-p', '.', ...remembering('main')],
  ['types of the screens', 'tsc', '-p', 'renderer', ...remembering('renderer')],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings', '.'],
  ['format', 'prettier', '--check', '--cache', '--log-level', 'warn', '.'],
  ['import table', 'depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'main', 'renderer'],
  ['dead code', 'knip', '--no-progress'],
]

type Result = { name: string; ok: boolean; seconds: number; output: string }

function run([name, command, ...args]: (typeof jobs)[number]): Promise<Result> {
  const started = performance.now()
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let output = ''
    const keep = (chunk: Buffer) => (output += chunk.toString())
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', error => (output += error.message))
    child.on('close', code => resolve({ name, ok: code === 0, seconds: (performance.now() - started) / 1000, output }))
  })
}

const waiting = [...jobs]
const results: Result[] = []
async function worker(): Promise<void> {
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const result = await run(job)
    results.push(result)
    console.log(`${result.ok ? '✓' : '✗'} ${result.name} (${result.seconds.toFixed(1)} s)`)
    if (!result.ok || result.name === 'unit tests')
      console.log(
        result.output
          .trimEnd()
          .split('\n')
          .slice(result.ok ? -5 : 0)
          .join('\n'),
      )
  }
}
await Promise.all([worker(), worker()])
if (results.some(result => !result.ok)) process.exitCode = 1
