import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '../../main/contract/errors.ts'
import type { ConnectionStatus } from '../../main/contract/state.ts'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { watchService } from '../fakes/watch-service.ts'
import { openOwner } from './owner.ts'
import { picture } from './harness.ts'

/** By the state's own clock: the promise for a socket that is dead while the network says nothing (milliseconds). */
const DEAD_WITHIN = 35_000

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function start(env: Record<string, string> = {}, lark: Record<string, unknown> = {}) {
  const journey: Journey = await startJourney({ lark: { dmPolicy: 'open', ...lark } })
  endings.push(() => journey.stop())
  const program = journey.spawn([], env)
  await program.line('its address', /^ready: /)
  const service = await watchService(journey.home)
  endings.push(service.close)
  const owner = await openOwner(journey.home)
  endings.push(owner.close)
  const { page } = await owner.window()
  const account = page.getByRole('main').getByRole('list', { name: 'Accounts' }).getByRole('listitem')
  /** Home shows a state; the service said so at the time that its clock tells. */
  const shows = async (text: RegExp, state: ConnectionStatus['state']): Promise<ConnectionStatus> => {
    await account.filter({ hasText: text }).waitFor()
    return until(`the service says ${state}`, () => service.statuses.findLast(status => status.state === state))
  }
  return { ...journey, page, account, service, shows }
}

const hint = (code: ErrorCode) => new AppError(code, '').hint()
const text = async (page: Page) => (await page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ')
const note = (what: string, milliseconds: number) => console.log(`  ${what}: ${milliseconds} ms`)

test('online, cut off, reconnecting with the reason, and online again', async () => {
  const { world, page, account, shows } = await start()
  await shows(/Online since/, 'online')
  const cutAt = Date.now()
  await world.setNetwork({ state: 'down' })
  const told = await shows(/Reconnecting for/, 'reconnecting')
  note('cut off → reconnecting', told.since - cutAt)
  await account.filter({ hasText: hint('lark-unreachable') }).waitFor()
  expect(told).toMatchObject({ code: 'lark-unreachable', says: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
  await picture(page, 'owner-sees-reconnecting')
  const upAt = Date.now()
  await world.setNetwork({ state: 'up' })
  await account.filter({ hasText: 'Online since' }).waitFor()
  const [connection] = await world.connections({})
  expect(connection).toBeDefined()
  const online = await shows(/Online since/, 'online')
  note('network back → online', online.since - upAt)
  expect(online.since).toBeGreaterThanOrEqual(cutAt)
  expect(await text(page)).not.toContain('Reconnecting')
})

test.each([
  { code: 1, message: 'system busy', ours: 'lark-busy' },
  { code: 1000040345, message: 'system busy', ours: 'lark-busy' },
  { code: 514, message: 'auth failed', ours: 'lark-connection-refused' },
  { code: 1000040350, message: 'connections exceed', ours: 'lark-too-many-connections' },
] as const)('refused with code $code: reconnecting, with what the platform said, until it lets us in', async row => {
  const { code, message, ours } = row
  const { world, account, shows } = await start()
  await shows(/Online since/, 'online')
  await world.failEndpoint({ fault: { kind: 'code', code, message }, times: 1000 })
  await world.cutConnections({})
  await account.filter({ hasText: `was refused with code ${code}: ${message}` }).waitFor()
  const told = await shows(/Reconnecting for/, 'reconnecting')
  expect(told).toMatchObject({ code: ours, reason: expect.stringContaining(message) })
  await account.filter({ hasText: hint(ours) }).waitFor()
  await world.clearFaults({})
  await shows(/Online since/, 'online')
})

test('a socket that is dead while nothing says so is found, shown and replaced', async () => {
  const { world, account, service, shows, answers } = await start()
  await shows(/Online since/, 'online')
  // the watch needs one answered ping, a second after the connect
  await new Promise(resolve => setTimeout(resolve, 3000))
  await world.failEndpoint({ fault: { kind: 'hang' } }) // so that the owner can see it before it is mended
  const frozenAt = Date.now()
  await world.freezeConnections({})
  await account.filter({ hasText: 'The connection was dead: no answer to a ping.' }).waitFor()
  const told = service.statuses.at(-1)
  expect(told).toMatchObject({ state: 'reconnecting', code: 'lark-unreachable' })
  note('dead socket → reconnecting', (told?.since ?? 0) - frozenAt)
  expect((told?.since ?? Infinity) - frozenAt).toBeLessThanOrEqual(DEAD_WITHIN)
  await shows(/Online since/, 'online')
  const ann = await world.createPerson({ name: 'Ann' })
  const said = await world.say({ person: ann.openId, text: 'still there?' })
  await answers(said.messageId)
})

test('a wrong App Secret: not connected, why, and what to do; the right one connects without a restart', async () => {
  const { page, account, shows, service } = await start({ TEST_SECRET: 'not-the-secret-of-this-app-000000' })
  const told = await shows(/Not connected since/, 'failed')
  expect(told).toMatchObject({ code: 'lark-bad-secret', since: expect.any(Number) })
  await account.filter({ hasText: hint('lark-bad-secret') }).waitFor()
  await account.getByRole('link', { name: /Replace the secret/ }).waitFor()
  await page.getByRole('heading', { level: 1, name: /can’t connect/ }).waitFor()
  await picture(page, 'owner-sees-wrong-secret')
  // the variable wins over the store: without it the store counts
  await service.link.call('secret.set', { name: 'channels.lark.appSecret', value: 'S3cretOfTheApp_7Qw9Zx2LmNvB4kTy' })
  await service.link.call('config.unset', { path: 'channels.lark.appSecretEnv' })
  await shows(/Online since/, 'online')
})

test('the other brand: not connected, and which setting to change', async () => {
  const { world, account, shows } = await start()
  await shows(/Online since/, 'online')
  await world.failEndpoint({ fault: { kind: 'code', code: 1000040351, message: 'wrong domain' }, times: 1000 })
  await world.cutConnections({})
  const told = await shows(/Not connected since/, 'failed')
  expect(told).toMatchObject({ code: 'lark-wrong-domain' })
  await account.filter({ hasText: hint('lark-wrong-domain') }).waitFor()
})
