import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { perch, type PerchProcess } from '../fakes/perch.ts'

let journey: Journey
afterEach(() => journey.stop())

type Account = { state: string; reason?: string; hint?: string }
async function account(home: string): Promise<Account> {
  const { stdout } = await perch(home, ['status', '--json'])
  return JSON.parse(stdout).accounts[0]
}

/** The state is told truthfully, and the next message is answered. */
async function heals(process: PerchProcess, within: number): Promise<void> {
  const { world } = journey
  await until('it is online again', async () => (await account(journey.home)).state === 'online', within)
  const ann = await world.createPerson({ name: 'Ann' })
  const said = await world.say({ person: ann.openId, text: 'back?' })
  expect(await journey.answers(said.messageId, 1, within)).toMatchObject([{ text: 'echo: back?' }])
  expect(process.child.exitCode).toBeNull()
}

describe('a connection in trouble is found, told and healed', () => {
  test('cut without a farewell', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    await journey.world.cutConnections({})
    await heals(process, 20_000)
  })

  test('refused for a while', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    await journey.world.setNetwork({ state: 'down' })
    await until('it is told', async () => {
      const { state, reason } = await account(journey.home)
      return state === 'reconnecting' && reason !== undefined
    })
    await journey.world.setNetwork({ state: 'up' })
    await heals(process, 30_000)
  })

  test('"system busy" at the reconnect does not end it', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    await journey.world.failEndpoint({ fault: { kind: 'code', code: 1, message: 'system busy' } })
    await journey.world.cutConnections({})
    await heals(process, 30_000)
  })

  test('hung in the handshake', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    await journey.world.failHandshake({ how: 'hang' })
    await journey.world.cutConnections({})
    await heals(process, 45_000)
  })

  test('silent, with the socket still open', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    // The watch is armed by a first answered ping, a second after the connect.
    await new Promise(resolve => setTimeout(resolve, 3000))
    await journey.world.freezeConnections({})
    await until(
      'it is noticed',
      async () => (await account(journey.home)).state !== 'online' || (await journey.world.connections({})).length > 1,
      36_000,
    )
    await heals(process, 40_000)
  })

  test('with a token that was revoked', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    await journey.world.revokeTokens({})
    await heals(process, 20_000)
  })
})

describe('a wrong secret', () => {
  test('stops with the sentence that helps, and does not hammer the platform', async () => {
    journey = await startJourney()
    const process = journey.spawn([], { TEST_SECRET: 'not-the-secret-of-this-app-000000' })
    const line = await process.line('that it failed', /^\[lark\] \[default\] failed: /)
    expect(line).toMatch(/secret/i)
    expect(await account(journey.home)).toMatchObject({ state: 'failed', hint: expect.stringContaining('App Secret') })
    const before = (await journey.world.calls({})).length
    await new Promise(resolve => setTimeout(resolve, 5000))
    expect((await journey.world.calls({})).length - before).toBeLessThanOrEqual(1)
  })
})
