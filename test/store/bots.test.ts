import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readKnownMessages, readTraffic } from '../../main/store/checkup.ts'
import { migrations } from '../../main/store/migrations.ts'
import type { Store } from '../../main/store/store.ts'
import { arrivalOf } from './arrivals.ts'
import { temporaryFolder, temporaryStore } from './temporary.ts'

const nothing = {
  lastEvent: undefined,
  lastPress: undefined,
  lastMessage: undefined,
  lastSent: undefined,
  lastAnswered: undefined,
  failedSends: [],
  duplicates: 0,
  lastDirectChat: undefined,
}
const account = 'default'
const chat = { account, chatId: 'oc_old', chatType: 'p2p' } as const

/** A message that was answered, a press, and a message sent by hand, all at this time. */
async function live(store: Store, name: string, at: number): Promise<void> {
  const arrival = arrivalOf({ ...chat, eventId: `e_${name}`, messageId: `om_${name}` })
  const { item } = await store.inbox.record(arrival)
  const { chatId, eventId, messageId, senderId } = arrival
  const fate = { account, chatId, senderId, at, reason: '' }
  store.fates.add({ ...fate, eventId, messageId, kind: 'message', fate: 'answered' })
  store.fates.add({ ...fate, eventId: `p_${name}`, kind: 'card.action.trigger', fate: 'skipped' })
  const outgoing = { uuid: name, to: { kind: 'chat', chatId }, body: { kind: 'text', text: 'hi' } } as const
  for (const inboxId of [item.id, 0]) {
    await store.outbox.put({ inboxId, part: name, account, outgoing, createdAt: at })
    await store.outbox.settle(inboxId, name, 'sent', { messageId: `om_reply_${inboxId}`, chatId })
  }
  await store.fates.read({ limit: 1 }) // reading writes what still waits
}

async function started() {
  const file = join(temporaryFolder(), 'perch.db')
  const store = await temporaryStore({ file })
  const read = (bot: string) => readTraffic(file, { account, bot }, 10_000)
  return { file, store, read }
}

describe('which bot an account is', () => {
  test('is the first one that it is started as, with all that is stored already', async () => {
    const { store, read } = await started()
    await live(store, 'one', 50)
    expect(await store.bots.isAnother(account, 'A')).toBe(false)
    await store.bots.serve(account, 'A', 100)
    expect(await store.bots.since(account, 'A')).toBe(0)
    expect(await store.bots.isOfEarlier(account, 1)).toBe(false)
    expect(read('A')).toMatchObject({
      since: 0,
      lastMessage: { at: 50 },
      lastPress: 50,
      lastSent: 50,
      lastAnswered: 50,
    })
  })

  test('changes once with another App ID, and nothing of before is true any more', async () => {
    const { file, store, read } = await started()
    await store.bots.serve(account, 'A', 10)
    await live(store, 'one', 50)
    expect(await store.bots.isAnother(account, 'B')).toBe(true)
    expect(await store.bots.since(account, 'B')).toBeUndefined()
    expect(read('B')).toMatchObject(nothing) // also before it was ever started
    await store.bots.serve(account, 'B', 100)
    await store.bots.serve(account, 'B', 200)
    expect(await store.bots.since(account, 'B')).toBe(100)
    expect(await store.bots.isOfEarlier(account, 1)).toBe(true)
    expect(await store.bots.isOfEarlier('other', 1)).toBe(false)
    expect(read('B')).toEqual({ since: 100, ...nothing })
    expect(readKnownMessages(file, { account, bot: 'B' }, chat.chatId).since).toBeUndefined()
  })

  test('what is told late of a message of the bot before is not of the new one', async () => {
    const { store, read } = await started()
    await store.bots.serve(account, 'A', 10)
    await live(store, 'one', 50)
    await store.bots.serve(account, 'B', 100)
    const told = { account, eventId: 'e_one', messageId: 'om_one', reason: '' }
    store.fates.add({ ...told, at: 150, kind: 'message', fate: 'expired' })
    await store.fates.read({ limit: 1 })
    expect(read('B')).toEqual({ since: 100, ...nothing })
  })

  test('its own messages count whatever the clock says', async () => {
    const { store, read } = await started()
    await store.bots.serve(account, 'A', 10)
    await live(store, 'one', 50)
    await store.bots.serve(account, 'B', 5000) // a clock that was put back since
    await live(store, 'two', 60)
    expect(await store.bots.isOfEarlier(account, 2)).toBe(false)
    expect(read('B')).toMatchObject({
      lastMessage: { at: 60 },
      lastSent: 60,
      lastAnswered: 60,
      lastDirectChat: 'oc_old',
    })
  })

  test('a database of before knows none, and loses nothing', async () => {
    const file = join(temporaryFolder(), 'perch.db')
    const { '0004-bots': _bots, ...before } = migrations
    const old = await temporaryStore({ file, migrations: before })
    await live(old, 'one', 50)
    await old.close()
    const store = await temporaryStore({ file, version: '0.2.0' })
    expect(readTraffic(file, { account, bot: 'A' }, 10_000)).toMatchObject({ since: 0, lastMessage: { at: 50 } })
    expect(await store.bots.since(account, 'A')).toBe(0)
    const copy = new DatabaseSync(`${file}.before-0.2.0`, { readOnly: true })
    expect(copy.prepare('select count(*) as n from inbox').get()).toEqual({ n: 1 })
    copy.close()
  })
})
