import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { perch } from '../fakes/perch.ts'

let journey: Journey
afterEach(() => journey.stop())

const routes = async (part: string) =>
  (await journey.world.calls({})).filter(({ route }) => route.includes(part)).length
const counted = async () => ({
  cards: await routes('/cardkit/'),
  signs: await routes('/reactions'),
  messages: await routes('/reply'),
})
const ask = async (person: string, text: string) => {
  await journey.world.clearCalls({})
  const said = await journey.world.say({ person, text })
  const [answer] = await journey.answers(said.messageId)
  await until(
    'no sign is left',
    async () => (await journey.world.message({ messageId: said.messageId })).reactions.length === 0,
  )
  return { answer, counts: await counted() }
}

describe('a month whose calls come to their end', () => {
  test('gives up signs and streaming first; answers go on as single messages', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open', quota: { limit: 30 } }, model: { wait: 2500, pause: 20 } })
    await journey.start()
    const { openId } = await journey.world.createPerson({ name: 'Ann' })
    const before = await ask(openId, 'with all there is')
    expect(before.counts.cards).toBeGreaterThan(1)
    expect(before.counts.signs).toBeGreaterThan(0)
    let after = before
    for (let round = 1; round <= 8 && after.counts.cards > 0; round++) after = await ask(openId, `round ${round}`)
    process.stdout.write(
      `calls of one answer: ${JSON.stringify(before.counts)}, while saving: ${JSON.stringify(after.counts)}\n`,
    )
    expect(after.counts).toEqual({ cards: 0, signs: 0, messages: 1 })
    expect(after.answer).toMatchObject({
      type: expect.stringMatching(/text|post/),
      text: expect.stringContaining('round'),
    })
    const { stdout } = await perch(journey.home, ['status', '--json'])
    expect(JSON.parse(stdout).accounts[0].quota).toMatchObject({ saving: true, limit: 30 })
  })

  test('learns from the refusal of the platform, and answers again when calls were bought', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, model: { wait: 2500, pause: 20 } })
    await journey.start()
    const { world } = journey
    const { openId } = await world.createPerson({ name: 'Ann' })
    await world.setQuota({ left: 0 })
    const lost = await world.say({ person: openId, text: 'nobody hears this' })
    await until('it is told what happened', async () => {
      const { stdout } = await perch(journey.home, ['logs', '--grep', lost.messageId])
      return stdout.includes('event failed') || stdout.includes('99991403')
    })
    await world.setQuota({ left: 1 })
    const next = await ask(openId, 'one call is left')
    expect(next.answer?.text).toContain('one call is left')
    expect(next.counts).toEqual({ cards: 0, signs: 0, messages: 1 })
  })
})
