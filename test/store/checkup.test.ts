import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { checkSoundness, readKnownMessages, readTraffic } from '../../main/store/checkup.ts'
import { openStore, type Store } from '../../main/store/store.ts'
import { arrivalOf } from './arrivals.ts'

let folder: string
let file: string
const never = new AbortController().signal
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perch-checkup-'))
  file = join(folder, 'perch.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (now: () => number = () => 1000): Promise<Store> =>
  openStore({ file, now, log: silentLogger, version: '0.1.0' })

describe('what the doctor reads of the traffic', () => {
  test('nothing, of an account that has none', async () => {
    const store = await open()
    expect(readTraffic(file, { account: 'default', bot: 'A' }, 5000)).toEqual({
      since: 0,
      lastEvent: undefined,
      lastPress: undefined,
      lastMessage: undefined,
      lastSent: undefined,
      lastAnswered: undefined,
      failedSends: [],
      duplicates: 0,
      lastDirectChat: undefined,
    })
    expect(readKnownMessages(file, { account: 'default', bot: 'A' }, 'oc_x')).toEqual({
      sent: new Set(),
      received: new Set(),
      since: undefined,
    })
    await store.close()
  })

  test('the newest of each kind, of this account only, while the store is open', async () => {
    const store = await open()
    const seen = arrivalOf()
    const { item } = await store.inbox.record(seen)
    const { account, chatId, eventId, messageId, senderId } = seen
    const fate = { account, chatId, eventId, messageId, senderId, reason: 'because' }
    store.fates.add({ ...fate, kind: 'message', at: 10, fate: 'failed' })
    store.fates.add({ ...fate, kind: 'message', at: 20, fate: 'duplicate' })
    store.fates.add({ ...fate, eventId: 'e9', kind: 'card.action.trigger', at: 30, fate: 'skipped' })
    store.fates.add({ ...fate, account: 'other', eventId: 'e8', kind: 'message', at: 99, fate: 'answered' })
    store.fates.add({ ...fate, eventId: 'e7', kind: 'message', at: 5, fate: 'answered' })
    store.fates.add({ ...fate, eventId: 'e6', kind: 'message', at: 6, fate: 'pending-pairing' })
    const outgoing = { uuid: 'u', to: { kind: 'chat', chatId }, body: { kind: 'text', text: 'hi' } } as const
    await store.outbox.put({ inboxId: item.id, part: 'a', account, outgoing, createdAt: 40 })
    await store.outbox.settle(item.id, 'a', 'sent', { messageId: 'om_sent', chatId })
    await store.outbox.put({ inboxId: item.id, part: 'b', account, outgoing, createdAt: 50 })
    await store.outbox.settle(item.id, 'b', 'failed', 'refused with code 230013')
    await store.fates.read({ limit: 1 }) // reading writes what still waits
    expect(readTraffic(file, { account, bot: 'A' }, 1000)).toEqual({
      since: 0,
      lastEvent: { at: 30, kind: 'card.action.trigger' },
      lastPress: 30,
      lastMessage: { at: 10, fate: 'failed', reason: 'because' },
      lastSent: 40,
      lastAnswered: 5,
      failedSends: [{ at: 50, detail: 'refused with code 230013' }],
      duplicates: 1,
      lastDirectChat: seen.chatType === 'p2p' ? chatId : undefined,
    })
    expect(readKnownMessages(file, { account, bot: 'A' }, chatId)).toEqual({
      sent: new Set(['om_sent']),
      received: new Set([messageId]),
      since: 1000,
    })
    await store.close()
  })
})

describe('the soundness of the file', () => {
  test('a good one is ok, also while it is open', async () => {
    const store = await open()
    expect(await checkSoundness(file, never)).toBe('ok')
    await store.close()
  })

  test('a page of garbage is found', async () => {
    const db = new DatabaseSync(file)
    db.exec('create table t (a text); create index i on t (a); begin')
    for (let row = 0; row < 2000; row++) db.prepare('insert into t values (?)').run(`row ${row} ${'x'.repeat(50)}`)
    db.exec('commit')
    db.close()
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 8192, 8192 + 4096)
    writeFileSync(file, bytes)
    expect(await checkSoundness(file, never)).not.toBe('ok')
  })

  test('what is no database rejects, and an abort ends it', async () => {
    writeFileSync(file, 'no database, but long enough to be looked at '.repeat(20))
    await expect(checkSoundness(file, never)).rejects.toMatchObject({ code: 'store-failed' })
    await expect(checkSoundness(file, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})
