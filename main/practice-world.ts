import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from './service/host-port.ts'
import { AppError } from './contract/errors.ts'
import type { PracticePort } from './rpc/ports.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

/** A pretend Feishu, and the environment that makes a Perch use it; only the base URL differs from the real one. */
export type PracticeWorld = { readonly sandbox: Sandbox; readonly env: Host['env']; readonly practice: PracticePort }

/** Starts a pretend Feishu with one bot, and writes the configuration of its Perch into `home`. */
export async function openPracticeWorld(home: string): Promise<PracticeWorld> {
  const { createSandbox } = await import('./sandbox/sandbox.ts')
  const app = {
    appId: `cli_${randomBytes(8).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    name: 'Perch',
  }
  const sandbox = await createSandbox({ apps: [app] })
  try {
    await writePracticeConfig(home, sandbox.url)
    const env = { ...process.env, LARK_APP_ID: app.appId, LARK_APP_SECRET: app.appSecret }
    return { sandbox, env, practice: practiceOf(sandbox) }
  } catch (thrown) {
    await sandbox.close()
    throw thrown
  }
}

/** The world as its screen drives it: every operation by its name. */
const practiceOf = ({ world, onChange }: Sandbox): PracticePort => ({
  perform: (operation, input) => {
    if (!Object.hasOwn(world, operation))
      throw new AppError('not-found', `The practice world can't do "${operation.slice(0, 60)}".`)
    // an own name of the world, and each operation checks its own input
    return (world[operation as keyof typeof world] as (input: unknown) => Promise<unknown>)(input)
  },
  onChange: listener => onChange(() => listener()),
})

async function writePracticeConfig(home: string, domain: string): Promise<void> {
  await mkdir(join(home, 'workspace'), { recursive: true, mode: 0o700 })
  const note = join(home, 'workspace', 'todo.md')
  await readFile(note).catch(() => writeFile(note, '# To do\n\n- [ ] buy milk\n- [ ] call Bao about the invoice\n'))
  const config = { channels: { lark: { domain } }, llm: { provider: 'practice' } }
  const text = `// The practice home: made anew at each start.\n${JSON.stringify(config, null, 2)}\n`
  await writeFile(join(home, 'config.json'), text, { mode: 0o600 })
}
