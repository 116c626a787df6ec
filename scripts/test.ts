import { spawnSync } from 'node:child_process'

/** Everything: the checks, then the journeys through real parts. Stops at the first that fails. */
const steps: readonly (readonly [string, ...string[]])[] = [
  ['npm', 'run', '--silent', 'check'],
  ['npm', 'run', '--silent', 'build'],
  ['vitest', 'run', '--project', 'journeys'],
  ['vitest', 'run', '--project', 'screens'],
  ['node', 'scripts/test-electron.ts'],
]
for (const [command, ...args] of steps) {
  console.log(`\n▸ ${command} ${args.join(' ')}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}
