import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { desktopHome } from '../../main/config/home.ts'
import { until } from '../fakes/chat.ts'
import { perch } from '../fakes/perch.ts'

const CLI = join(import.meta.dirname, '..', '..', 'main', 'cli.ts')

let user: string
let env: Record<string, string>
let desktop: string
const started: ChildProcess[] = []

beforeEach(() => {
  user = mkdtempSync(join(tmpdir(), 'perch-user-'))
  env = { HOME: user, USERPROFILE: user, LOCALAPPDATA: join(user, 'Local'), PATH: process.env['PATH'] ?? '' }
  desktop = desktopHome({ platform: process.platform, env, userHome: user })
})
afterEach(async () => {
  for (const child of started.splice(0)) await end(child)
  rmSync(user, { recursive: true, force: true })
})

/** A command of this person, who names no home. */
const command = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

/** A running service of a home: to the command line the one in the tray is no other. */
async function run(home: string | undefined): Promise<ChildProcess> {
  const args = ['serve', '--port', '0', ...(home === undefined ? [] : ['--home', home])]
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: 'ignore' })
  started.push(child)
  const path = home ?? join(user, '.perch')
  await until(`it answers with ${path}`, async () => (await perch(path, ['status'])).code === 0, 30_000)
  return child
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('close', () => resolve())
    child.kill('SIGTERM')
    return undefined
  })

test('a command without --home finds the desktop, says which home it was, and turns to a server that runs instead', async () => {
  const nobody = await command('status')
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining(join(user, '.perch')) })

  const inTray = await run(desktop)
  const found = await command('status')
  expect(found.code).toBe(0)
  expect(found.stdout).toContain(`home ${desktop}`)
  expect((await command('config', 'path')).stdout.trim()).toBe(join(desktop, 'config.json'))

  // a server of one's own has its own home, and while both run the desktop is meant
  await run(undefined)
  expect((await command('status')).stdout).toContain(`home ${desktop}`)

  await end(inTray)
  expect((await command('status')).stdout).toContain(`home ${join(user, '.perch')}`)
  env = { ...env, PERCH_HOME: desktop }
  expect(await command('status')).toMatchObject({ code: 1, stderr: expect.stringContaining(desktop) })
})
