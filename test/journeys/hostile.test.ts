import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { perch } from '../fakes/perch.ts'

let journey: Journey
afterEach(() => journey.stop())

/** A message event with any part missing, of another type, or huge. */
const leaf = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant('x'.repeat(100_000)),
  fc.constant('{"text":'),
)
const part = (inner: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 3, arbitrary: inner },
    { weight: 1, arbitrary: leaf },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
const event = fc.record({
  sender: part(
    fc.record({
      sender_id: part(fc.record({ open_id: part(fc.constant('ou_someone')) })),
      sender_type: part(fc.constant('user')),
      tenant_key: part(fc.constant('t')),
    }),
  ),
  message: part(
    fc.record({
      message_id: part(fc.string({ minLength: 3, maxLength: 12 }).map(text => `om_${text}`)),
      chat_id: part(fc.constant('oc_somewhere')),
      chat_type: part(fc.constantFrom('p2p', 'group')),
      message_type: part(fc.constantFrom('text', 'post', 'image', 'merge_forward')),
      content: part(leaf),
      create_time: part(fc.constant('1763700000000')),
      mentions: part(fc.array(leaf, { maxLength: 3 })),
    }),
  ),
})

test('thousands of malformed frames and events crash nothing, and each is named', async () => {
  journey = await startJourney({ lark: { dmPolicy: 'open' } })
  const { world, home } = journey
  const process = await journey.start()
  for (const bytes of fc.sample(fc.uint8Array({ maxLength: 200 }), 1000)) {
    await world.sendBytes({ base64: Buffer.from(bytes).toString('base64') })
  }
  for (const payload of fc.sample(fc.oneof(fc.string(), fc.json()), 1000)) {
    await world.sendFrame({ headers: { type: 'event', message_id: 'm', sum: '1', seq: '0' }, payload })
  }
  const events = fc.sample(event, 1000).map(body => JSON.parse(JSON.stringify(body)))
  for (const body of events) await world.deliver({ type: 'im.message.receive_v1', event: body })
  const ann = await world.createPerson({ name: 'Ann' })
  const said = await until(
    'a good message is answered',
    async () => {
      const message = await world.say({ person: ann.openId, text: 'still there?' })
      return journey.answers(message.messageId, 1, 5000).catch(() => undefined)
    },
    60_000,
  )
  expect(said).toMatchObject([{ text: 'echo: still there?' }])
  expect(process.child.exitCode).toBeNull()
  const log = (await perch(home, ['logs', '--grep', 'event skipped'])).stdout.split('\n')
  expect(log.length).toBeGreaterThan(100)
  expect(process.errors).toEqual([])
})
