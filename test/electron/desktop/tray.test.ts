import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../../main/sandbox/sandbox.ts'
import { until } from '../../fakes/chat.ts'
import { APP } from '../../fakes/journey.ts'
import { perch } from '../../fakes/perch.ts'
import {
  dropDesktopHome,
  ELECTRON,
  HAS_DESKTOP,
  launchDesktop,
  makeDesktopHome,
  tray,
  trayLabels,
  type Desktop,
} from './desktop.ts'

const tooltipIs = (pattern: RegExp) =>
  until(`the tooltip is ${pattern}`, async () => pattern.test(await tray('tooltip').catch(() => '')))
const menuHas = (label: string) => until(`the menu has "${label}"`, async () => (await trayLabels()).includes(label))
const look = (name: string) =>
  execFileSync('import', ['-window', 'root', join('test-results', `desktop-${name}.png`)], { timeout: 10_000 })

if (ELECTRON && !HAS_DESKTOP)
  console.warn('⚠ SKIPPED: the tray was not tested, because no panel with a tray runs here.')

describe.skipIf(!ELECTRON || !HAS_DESKTOP)('the tray', () => {
  let sandbox: Sandbox
  let desktop: Desktop

  beforeAll(async () => {
    mkdirSync('test-results', { recursive: true })
    sandbox = await createSandbox({ apps: [{ ...APP, name: 'Office bot' }] })
    const lark = { appId: APP.appId, appSecretEnv: 'TEST_SECRET', domain: sandbox.url }
    desktop = await launchDesktop({
      home: makeDesktopHome({ channels: { lark }, llm: { provider: 'practice' } }),
      env: { TEST_SECRET: APP.appSecret },
    })
    await tooltipIs(/^Perch: online since \d\d:\d\d$/)
  })
  afterAll(async () => {
    await desktop.quit()
    await sandbox.close()
    dropDesktopHome(desktop.home)
  })
  const isShown = () =>
    desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some(window => window.isVisible()))
  const isAt = (address: string) =>
    until(`the window is at ${address}`, async () => (await desktop.page()).url() === address)
  const hide = async () => {
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await until('the window is hidden', async () => !(await isShown()))
  }

  test('shows how it is', async () => {
    look('online')
    expect(await trayLabels()).toEqual([
      expect.stringMatching(/^Office bot: online since/),
      'Pause replies',
      'Open Perch',
      'Log',
      'Start at login',
      'Quit Perch',
    ])
  })

  test('shows the hidden window', async () => {
    await hide()
    await tray('activate')
    await until('the window is shown', isShown)
    await hide()
    await tray('click', 'Log')
    await until('the window is shown', isShown)
    await isAt('perch://app/#/log')
  })

  test('lets a person in where they stand, and their message is answered', async () => {
    await hide()
    const ann = await sandbox.world.createPerson({ name: 'Ann' })
    const { messageId } = await sandbox.world.say({ person: ann.openId, text: 'What time is it?' })
    await menuHas('Allow Ann')
    await tooltipIs(/^Perch: one person waits for you$/)
    await until('the notification is there', isNotified)
    look('stranger')
    const texts = notificationTexts()
    expect(texts).toContain('Ann would like to write to Office bot')
    expect(texts).not.toContain('What time is it')
    await tray('click', 'Allow Ann')
    await until('she is answered', async () => {
      const replies = await sandbox.world.replies({ messageId })
      return replies.length >= 2 && replies.every(reply => !reply.card?.streaming && reply.text !== '')
    })
    await tooltipIs(/^Perch: online since/)
    expect(await trayLabels()).not.toContain('Allow Ann')
  })

  test('opens People by a click on a notification', async () => {
    const bo = await sandbox.world.createPerson({ name: 'Bo' })
    await sandbox.world.say({ person: bo.openId, text: 'Hello' })
    await until('the notification is there', isNotified)
    expect(await isShown()).toBe(false)
    notifier('action', '0')
    await until('the window is shown', isShown)
    await isAt('perch://app/#/people')
    await menuHas('Allow Bo')
    expect(await perch(desktop.home, ['deny', bo.openId])).toMatchObject({ code: 0 })
    await tooltipIs(/^Perch: online since/)
  })

  test('pauses and resumes', async () => {
    await tray('click', 'Pause replies')
    await tooltipIs(/^Perch: replies are paused$/)
    look('paused')
    await tray('click', 'Resume replies')
    await tooltipIs(/^Perch: online since/)
  })

  test('starts Perch at login, and no longer', async () => {
    const entry = join(desktop.home, 'xdg', 'autostart', 'perch.desktop')
    await tray('click', 'Start at login')
    await until('the entry is there', () => existsSync(entry))
    await tray('click', 'Start at login')
    await until('the entry is gone', () => !existsSync(entry))
  })

  test('quits the whole program', async () => {
    const ended = new Promise<number | null>(resolve => desktop.electron.process().once('exit', code => resolve(code)))
    await tray('click', 'Quit Perch')
    expect(await ended).toBe(0)
    expect(existsSync(join(desktop.home, 'perch.sock'))).toBe(false)
  })
})

const notifier = (...args: string[]) => execFileSync('dunstctl', args, { encoding: 'utf8', timeout: 10_000 })
const isNotified = () => Number(notifier('count', 'displayed')) > 0

/** The words of the notifications so far; the daemon tells those of the ones that are gone. */
function notificationTexts(): string {
  notifier('close-all')
  return notifier('history')
}
