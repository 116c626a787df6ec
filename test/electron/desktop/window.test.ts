import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../fakes/chat.ts'
import { dropDesktopHome, ELECTRON, launchDesktop, makeDesktopHome, startAgain, type Desktop } from './desktop.ts'
import { probes } from './probes.ts'

const isVisible = ({ electron }: Desktop) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some(window => window.isVisible()))

/** Asks the service as the screens do. */
const ask = async (page: Page, id: number, call: string): Promise<unknown> =>
  JSON.parse(await page.evaluate<string>(probes.ask({ id, call, input: {} })))

describe.skipIf(!ELECTRON)('the window', () => {
  let desktop: Desktop
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    desktop = await launchDesktop({ home: makeDesktopHome(), args: ['--practice'] })
    page = await desktop.page()
    page.on('console', message => {
      if (message.type() === 'error') errors.push(message.text())
    })
    await page.waitForLoadState()
  })
  afterAll(async () => {
    await desktop.quit()
    dropDesktopHome(desktop.home)
  })

  test('opens at its size and shows the screens', async () => {
    expect(page.url()).toMatch(/^perch:\/\/app\//)
    expect(await page.evaluate(probes.size)).toEqual([980, 680])
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await isVisible(desktop)).toBe(true)
    await page.screenshot({ path: 'test-results/desktop-window.png' })
  })

  test('never breaks its own content policy', async () => {
    for (const screen of ['people', 'groups', 'conversations', 'log', 'settings', 'practice', 'home']) {
      await page.evaluate(probes.goTo(screen))
      await page.waitForTimeout(150)
    }
    expect(errors).toEqual([])
  })

  test('asks the service and watches its state', async () => {
    expect(await ask(page, 990_001, 'status.get')).toMatchObject({
      ok: true,
      value: { home: desktop.home, accounts: [{ id: 'default' }] },
    })
    expect(await ask(page, 990_002, 'no.such.call')).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    const snapshot = JSON.parse(await page.evaluate<string>(probes.watch)) as unknown
    expect(snapshot).toMatchObject({ snapshot: { state: { home: desktop.home } } })
  })

  test('gets two functions and nothing of Node', async () => {
    const seen = await page.evaluate(probes.globals)
    expect(seen).toEqual({ functions: ['send: function', 'onMessage: function'], node: [] })
    const preferences = await desktop.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map(contents => {
        // not in Electron's types, but what it really uses
        const kept = (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences()
        return [
          kept['sandbox'],
          kept['contextIsolation'],
          kept['nodeIntegration'],
          kept['webSecurity'],
          kept['webviewTag'],
        ]
      }),
    )
    expect(preferences).toEqual([[true, true, false, true, false]])
  })

  test('is served with a policy that lets nothing else in', async () => {
    const headers = await desktop.electron.evaluate(async ({ session }) => {
      const answer = await session.defaultSession.fetch('perch://app/')
      return Object.fromEntries(answer.headers)
    })
    expect(headers['content-security-policy']).toContain("connect-src 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    const tries = await page.evaluate(probes.escape)
    expect(tries).toEqual({ fetch: 'refused', file: 'refused', own: 'refused', eval: 'refused', inline: false })
    errors.length = 0
  })

  test('stays where it is, and opens no other window', async () => {
    const before = page.url()
    const opened = await page.evaluate(probes.open('https://user@example.com/'))
    await page.evaluate(probes.leave('https://example.com/'))
    await page.evaluate(probes.leave('perch://app/other.html'))
    await page.waitForTimeout(300)
    expect(opened).toBe(true)
    expect(page.url()).toBe(before)
    expect(desktop.electron.windows()).toHaveLength(1)
    errors.length = 0
  })

  test('hands https links to the browser, and only those', async () => {
    await desktop.electron.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async url => void opened.push(url)
    })
    for (const url of ['https://open.feishu.cn/app', 'http://a.example/', 'file:///etc/passwd', 'smb://a/b'])
      await page.evaluate(probes.open(url))
    const opened = await desktop.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    expect(opened).toEqual(['https://open.feishu.cn/app'])
  })

  test('gets no permission but writing to the clipboard', async () => {
    const states = await page.evaluate(probes.permissions)
    expect(states).toEqual({
      media: 'denied',
      notifications: 'denied',
      geolocation: 'denied',
      read: 'denied',
      write: 'granted',
    })
  })

  test('loads anew when it spoke nonsense, and works again', async () => {
    const loaded = page.waitForEvent('load')
    await page.evaluate(probes.say('nonsense'))
    await loaded
    expect(await ask(page, 990_003, 'status.get')).toMatchObject({ ok: true })
    errors.length = 0
  })

  test('is hidden by closing it, and shown by a second start', async () => {
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await until('the window is hidden', async () => !(await isVisible(desktop)))
    await startAgain(desktop.home)
    await until('the window is shown', () => isVisible(desktop))
    expect(desktop.electron.windows()).toHaveLength(1)
    expect(statSync(join(desktop.home, 'desktop.json')).mode & 0o777).toBe(0o600)
  })

  test('shares the service with the command line', async () => {
    const cli = join(import.meta.dirname, '..', '..', '..', 'main', 'cli.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [cli, '--home', desktop.home, '--json', 'status'])
    expect(JSON.parse(stdout)).toMatchObject({ home: desktop.home, pid: desktop.electron.process().pid })
  })

  test('is small enough for a narrow corner of the screen', async () => {
    const sizes = await desktop.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setSize(100, 100)
      return [window?.getMinimumSize(), window?.getSize()]
    })
    expect(sizes).toEqual([
      [360, 480],
      [360, 480],
    ])
  })

  test('comes back when its page dies', async () => {
    const another = desktop.electron.waitForEvent('window')
    await desktop.electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.forcefullyCrashRenderer())
    const fresh = await another
    await fresh.getByRole('heading', { level: 1 }).waitFor()
    expect(await ask(fresh, 990_004, 'status.get')).toMatchObject({ ok: true })
    expect(desktop.electron.windows()).toHaveLength(1)
  })

  test('quits cleanly', async () => {
    expect(await desktop.quit()).toBe(0)
  })
})
