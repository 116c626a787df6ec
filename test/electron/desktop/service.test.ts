import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { perch } from '../../fakes/perch.ts'
import { until } from '../../fakes/chat.ts'
import { dropDesktopHome, ELECTRON, launchDesktop, makeDesktopHome, STANDIN, type Desktop } from './desktop.ts'

const SECRET = 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh'

describe.skipIf(!ELECTRON)('the service on the desktop', () => {
  let desktop: Desktop
  afterEach(async () => {
    await desktop.quit()
    dropDesktopHome(desktop.home)
  })
  const start = async (env: Record<string, string> = {}) => {
    desktop = await launchDesktop({ home: makeDesktopHome(), args: ['--hidden'], env })
    await until('Perch answers', async () => (await perch(desktop.home, ['status'])).code === 0)
  }
  const setSecret = () => perch(desktop.home, ['secret', 'set', 'llm.apiKey'], { input: SECRET })

  test('opens no port that others could reach', async () => {
    await start()
    const open = await desktop.electron.evaluate(() => process.getActiveResourcesInfo())
    expect(open).not.toContain('TCPServerWrap')
  })

  test('ends cleanly when the system tells it to', async () => {
    await start()
    const child = desktop.electron.process()
    const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(existsSync(join(desktop.home, 'perch.sock'))).toBe(false)
  })

  test('keeps secrets encrypted by the keychain, and in no file in clear', async () => {
    await start()
    expect(await setSecret()).toMatchObject({ code: 0 })
    expect(await perch(desktop.home, ['secret', 'list'])).toMatchObject({
      stdout: expect.stringContaining('llm.apiKey'),
    })
    expect(existsSync(join(desktop.home, 'secrets.enc'))).toBe(false)
    expect(filesWith(desktop.home, SECRET)).toEqual([])
    expect(filesWith(desktop.home, '"llm.apiKey"')).toContain('secrets.json')
  })

  test.skipIf(!STANDIN)('refuses secrets, with the reason, where there is no keychain', async () => {
    await start({ ELECTRON_STANDIN_SAFE_STORAGE: 'none' })
    const refused = await setSecret()
    expect(refused.code).not.toBe(0)
    expect(refused.stderr).toContain('no keyring')
    expect(existsSync(join(desktop.home, 'secrets.json'))).toBe(false)
    expect(filesWith(desktop.home, SECRET)).toEqual([])
  })
})

/** The files of a folder that hold a text, as far as they can be read. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => readFileSync(file).includes(text))
    .map(file => file.slice(folder.length + 1))
}
