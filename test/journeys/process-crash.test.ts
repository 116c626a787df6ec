import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { lockBot } from '../../main/local/bot-lock.ts'
import { connectControl } from '../../main/local/control-client.ts'
import { lockHome } from '../../main/local/home-lock.ts'
import { KEY, startControl } from '../local/control.ts'
import { temporaryFolder } from '../local/temporary.ts'

const bot = { baseUrl: 'https://open.feishu.cn', appId: 'cli_a' }

const script = fileURLToPath(new URL('lock-holder.ts', import.meta.url))

/** Another process that takes what it is told to take, says what came of it, and stays until it is killed. */
async function holder(what: 'home' | 'bot' | 'socket', home: string, folder = home) {
  const child = spawn(process.execPath, [script, what, home, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, said: said.toString().trim(), kill: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe('a process that was killed', () => {
  test('no longer holds its bot, and held it until then, whatever the home', async () => {
    const folder = temporaryFolder()
    const { said, child, kill } = await holder('bot', '/homes/one', folder)
    expect(said).toBe('taken')
    const mine = () => lockBot({ ...bot, home: '/homes/two' }, [folder])
    await expect(mine()).rejects.toThrow(new RegExp(`process ${child.pid} .*/homes/one`))
    await kill()
    const lock = await mine()
    const late = await holder('bot', '/homes/three', folder)
    expect(late.said).toContain(`process ${process.pid} with the home /homes/two`)
    await lock.release()
  })

  test('no longer holds its home', async () => {
    const home = temporaryFolder()
    const { kill } = await holder('home', home)
    await expect(lockHome(home)).rejects.toMatchObject({ code: 'home-in-use' })
    await kill()
    await (await lockHome(home)).release()
  })

  test('leaves a socket file that the next one replaces', async () => {
    const home = temporaryFolder()
    const path = join(home, 'perch.sock')
    const { kill } = await holder('socket', home)
    await expect(startControl({ path })).rejects.toMatchObject({ code: 'home-in-use' })
    await kill()
    if (process.platform !== 'win32') expect(existsSync(path)).toBe(true)
    await expect(connectControl({ path, key: KEY })).rejects.toMatchObject({ code: 'not-running' })
    await startControl({ path })
    const link = await connectControl({ path, key: KEY })
    expect(await link.call('people.list', undefined)).toEqual([])
    link.close()
  })

  test('many who want its bot at once: one gets it', async () => {
    const folder = temporaryFolder()
    const all = await Promise.all(Array.from({ length: 6 }, (_, index) => holder('bot', `/homes/${index}`, folder)))
    expect(all.filter(({ said }) => said === 'taken')).toHaveLength(1)
  })
})
