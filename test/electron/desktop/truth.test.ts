import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../../main/sandbox/sandbox.ts'
import { until } from '../../fakes/chat.ts'
import { APP } from '../../fakes/journey.ts'
import { watchService } from '../../fakes/watch-service.ts'
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

if (ELECTRON && !HAS_DESKTOP)
  console.warn(
    '⚠ SKIPPED: what the tray says of the connection was not tested, because no panel with a tray runs here.',
  )

/** By the state's own clock, as promised for a socket that is dead without a word (milliseconds). */
const DEAD_WITHIN = 35_000

describe.skipIf(!ELECTRON || !HAS_DESKTOP)('what the tray and the window say of the connection is true', () => {
  let sandbox: Sandbox
  let desktop: Desktop
  let service: Awaited<ReturnType<typeof watchService>>

  const says = (tooltip: RegExp, within = 60_000) =>
    until(`the tooltip is ${tooltip}`, async () => tooltip.test(await tray('tooltip').catch(() => '')), within)
  const line = async () => (await trayLabels()).find(label => label.startsWith('Office bot'))
  const home = async () => {
    const page = await desktop.page()
    await page.evaluate("void (location.hash = '#/home')")
    return page.getByRole('main').getByRole('list', { name: 'Accounts' }).getByRole('listitem')
  }
  /** The state, where it is said: tooltip, menu and Home agree with the service. */
  const agree = async (state: string, tooltip: RegExp, menu: RegExp, shown: RegExp) => {
    await says(tooltip)
    await until(`the menu says ${menu}`, async () => menu.test((await line()) ?? ''))
    await (await home()).filter({ hasText: shown }).waitFor({ timeout: 60_000 })
    expect(service.state().accounts['default']).toMatchObject({ state })
  }
  const online = () => agree('online', /^Perch: online since/, /online since/, /Online since/)

  beforeAll(async () => {
    sandbox = await createSandbox({ apps: [{ ...APP, name: 'Office bot' }] })
    const lark = { appId: APP.appId, appSecretEnv: 'TEST_SECRET', domain: sandbox.url, dmPolicy: 'open' }
    desktop = await launchDesktop({
      home: makeDesktopHome({ channels: { lark }, llm: { provider: 'practice' } }),
      env: { TEST_SECRET: APP.appSecret },
    })
    await until('Perch answers', async () => (await perch(desktop.home, ['status'])).code === 0)
    service = await watchService(desktop.home)
  })
  afterAll(async () => {
    service?.close()
    await desktop.quit()
    await sandbox.close()
    dropDesktopHome(desktop.home)
  })

  test('online, cut off, reconnecting, and online again', async () => {
    await online()
    await sandbox.world.setNetwork({ state: 'down' })
    await agree('reconnecting', /^Perch: reconnecting/i, /reconnecting/i, /Reconnecting for/)
    await sandbox.world.setNetwork({ state: 'up' })
    await online()
  })

  test('refused by a busy platform: reconnecting, with the reason on Home', async () => {
    await sandbox.world.failEndpoint({ fault: { kind: 'code', code: 1, message: 'system busy' }, times: 1000 })
    await sandbox.world.cutConnections({})
    await agree('reconnecting', /^Perch: reconnecting/i, /reconnecting/i, /refused with code 1: system busy/)
    await sandbox.world.clearFaults({})
    await online()
  })

  test('dead without a word: found in the promised time', async () => {
    await new Promise(resolve => setTimeout(resolve, 3000)) // the watch needs one answered ping
    await sandbox.world.failEndpoint({ fault: { kind: 'hang' } })
    const frozenAt = Date.now()
    await sandbox.world.freezeConnections({})
    await agree('reconnecting', /^Perch: reconnecting/i, /reconnecting/i, /dead: no answer to a ping/)
    const { since = Infinity } = service.statuses.findLast(status => status.state === 'reconnecting') ?? {}
    console.log(`  dead socket → reconnecting: ${since - frozenAt} ms`)
    expect(since - frozenAt).toBeLessThanOrEqual(DEAD_WITHIN)
    await online()
  })

  test('the wrong brand: attention, not connected, and which setting to change', async () => {
    await sandbox.world.failEndpoint({ fault: { kind: 'code', code: 1000040351, message: 'domain' }, times: 1000 })
    await sandbox.world.cutConnections({})
    await agree('failed', /^Perch: Office bot: /, /Office bot: /, /belongs to the other brand/)
    await sandbox.world.clearFaults({})
  })

  test('a wrong App Secret: attention, not connected, and what to do', async () => {
    await service.link.call('config.unset', { path: 'channels.lark.appSecretEnv' })
    await service.link.call('secret.set', { name: 'channels.lark.appSecret', value: 'not-the-secret-of-this-app' })
    await agree('failed', /^Perch: Office bot: /, /Office bot: /, /Copy the App Secret again/)
    await service.link.call('secret.set', { name: 'channels.lark.appSecret', value: APP.appSecret })
    await online()
  })
})
