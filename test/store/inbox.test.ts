import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivalOf } from './arrivals.ts'
import { START, temporaryFolder, temporaryStore } from './temporary.ts'

describe('recording what arrives', () => {
  test('gives back the whole arrival, as new', async () => {
    const { inbox } = await temporaryStore()
    const arrival = arrivalOf({ threadId: 'omt_1', senderTenant: 't1', botTenant: 't2' })
    const { item, fresh } = await inbox.record(arrival)
    expect(fresh).toBe(true)
    expect(item).toEqual({ id: item.id, arrival, stage: 'new', receivedAt: START })
  })

  test.each([
    { what: 'the same event again', second: {}, fresh: false },
    { what: 'the same message under a new event', second: { eventId: 'ev_2' }, fresh: false },
    { what: 'the same event around another message', second: { messageId: 'om_2' }, fresh: false },
    { what: 'another message', second: { eventId: 'ev_2', messageId: 'om_2' }, fresh: true },
    { what: 'the same IDs at another account', second: { account: 'work' }, fresh: true },
    { what: 'a message read from the history, without an event', second: { eventId: '' }, fresh: false },
  ])('$what is fresh: $fresh', async ({ second, fresh }) => {
    const { inbox } = await temporaryStore()
    await inbox.record(arrivalOf())
    expect((await inbox.record(arrivalOf(second))).fresh).toBe(fresh)
  })

  test('messages without an event are told apart by their own ID', async () => {
    const { inbox } = await temporaryStore()
    await inbox.record(arrivalOf({ eventId: '', messageId: 'om_1' }))
    expect((await inbox.record(arrivalOf({ eventId: '', messageId: 'om_2' }))).fresh).toBe(true)
  })

  test('a duplicate carries how far the first one came', async () => {
    const { inbox } = await temporaryStore()
    const { item } = await inbox.record(arrivalOf())
    await inbox.setStage([item.id], 'done', 'answered', '')
    const again = await inbox.record(arrivalOf({ eventId: 'ev_2' }))
    expect(again.item).toMatchObject({ id: item.id, stage: 'done', fate: 'answered' })
  })

  test('a new event of a known message is known itself from then on', async () => {
    const { inbox } = await temporaryStore()
    const { item } = await inbox.record(arrivalOf())
    await inbox.record(arrivalOf({ eventId: 'ev_2' }))
    const third = await inbox.record(arrivalOf({ eventId: 'ev_2', messageId: 'om_other' }))
    expect(third).toMatchObject({ fresh: false, item: { id: item.id } })
  })

  test('nothing is forgotten over a restart', async () => {
    const file = join(temporaryFolder(), 'perch.db')
    const first = await temporaryStore({ file })
    await first.inbox.record(arrivalOf())
    await first.close()
    const { inbox } = await temporaryStore({ file })
    expect((await inbox.record(arrivalOf({ eventId: 'ev_9' }))).fresh).toBe(false)
  })

  test('a row that the database refuses fails alone', async () => {
    const { inbox } = await temporaryStore()
    const broken = arrivalOf({ eventId: 'ev_2', messageId: 'om_2', createdAt: Number.NaN })
    const results = await Promise.allSettled([
      inbox.record(arrivalOf()),
      inbox.record(broken),
      inbox.record(arrivalOf({ eventId: 'ev_3', messageId: 'om_3' })),
    ])
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { code: 'store-failed' } })
    expect(await inbox.unfinished()).toHaveLength(2)
  })

  test('however calls and duplicates interleave, each message is fresh exactly once', async () => {
    const { inbox } = await temporaryStore()
    const delivery = fc.record({ message: fc.nat(5), event: fc.nat(3), gap: fc.boolean() })
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 30 }), async deliveries => {
        const account = `run-${run++}`
        const results = []
        for (const { message, event, gap } of deliveries) {
          const ids = { account, messageId: `om_${message}`, eventId: `ev_${message}_${event}` }
          results.push(inbox.record(arrivalOf(ids)).then(({ fresh }) => ({ fresh, message })))
          if (gap) await results.at(-1)
        }
        const fresh = (await Promise.all(results)).filter(result => result.fresh).map(({ message }) => message)
        expect(new Set(fresh)).toEqual(new Set(deliveries.map(({ message }) => message)))
        expect(fresh).toHaveLength(new Set(fresh).size)
      }),
      { numRuns: 60 },
    )
  })

  test('a burst on one connection does not wait for writes of the other', async () => {
    const { inbox, fates, people } = await temporaryStore()
    const burst = Array.from({ length: 200 }, (_, index) => {
      fates.add({ at: index, account: 'default', kind: 'message', eventId: `ev_${index}`, fate: 'queued', reason: '' })
      void people.seen('default', 'ou_ann', 'oc_1', index)
      return inbox.record(arrivalOf({ eventId: `ev_${index}`, messageId: `om_${index}` }))
    })
    expect((await Promise.all(burst)).every(({ fresh }) => fresh)).toBe(true)
    expect(await people.get('default', 'ou_ann')).toMatchObject({ messages: 200 })
  })
})

describe('what is left to do', () => {
  test('is everything that is neither done nor held, oldest first', async () => {
    const { inbox } = await temporaryStore()
    const record = async (name: string, createdAt: number) =>
      (await inbox.record(arrivalOf({ eventId: `ev_${name}`, messageId: name, createdAt }))).item.id
    const [late, early, done, held, running] = [
      await record('late', 50),
      await record('early', 10),
      await record('done', 20),
      await record('held', 30),
      await record('running', 40),
    ]
    await inbox.setStage([done], 'done', 'answered', '')
    await inbox.setStage([held], 'held', 'pending-pairing', 'stranger')
    await inbox.setStage([running], 'running', 'running', '')
    expect((await inbox.unfinished()).map(({ id }) => id)).toEqual([early, running, late])
    expect((await inbox.held()).map(({ id }) => id)).toEqual([held])
  })

  test('changes for many messages at once', async () => {
    const { inbox } = await temporaryStore()
    const many = await Promise.all(
      Array.from({ length: 2000 }, (_, n) => inbox.record(arrivalOf({ eventId: `e${n}`, messageId: `m${n}` }))),
    )
    await inbox.setStage(
      many.map(({ item }) => item.id),
      'done',
      'skipped',
      'older than ten minutes',
    )
    expect(await inbox.unfinished()).toEqual([])
    expect(await inbox.byMessage('default', 'm7')).toMatchObject({ stage: 'done', fate: 'skipped' })
    expect(await inbox.byMessage('default', 'unknown')).toBeUndefined()
  })
})

test('a closed store refuses instead of losing', async () => {
  const store = await temporaryStore()
  const last = store.inbox.record(arrivalOf())
  await store.close()
  expect((await last).fresh).toBe(true)
  await expect(store.inbox.record(arrivalOf())).rejects.toMatchObject({ code: 'store-failed' })
})

test('what another program reads from the file is there once record resolved', async () => {
  const file = join(temporaryFolder(), 'perch.db')
  const { inbox } = await temporaryStore({ file })
  await inbox.record(arrivalOf())
  const other = new DatabaseSync(file, { readOnly: true })
  expect(other.prepare('select count(*) as n from inbox').get()).toMatchObject({ n: 1 })
  other.close()
})
