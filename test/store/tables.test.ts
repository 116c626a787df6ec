import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FateView } from '../../main/contract/state.ts'
import { monthOf } from '../../main/store/usage.ts'
import { arrivalOf } from './arrivals.ts'
import { START, temporaryFolder, temporaryStore } from './temporary.ts'

const DAY = 24 * 60 * 60 * 1000
const fateOf = (over: Partial<FateView> = {}): FateView => ({
  at: START,
  account: 'default',
  kind: 'message',
  eventId: 'ev_1',
  fate: 'queued',
  reason: '',
  ...over,
})

describe('fates', () => {
  test('are read newest first, as they were added', async () => {
    const { fates } = await temporaryStore()
    const whole = fateOf({ at: 2, eventId: 'ev_2', messageId: 'om_2', chatId: 'oc_1', senderId: 'ou_ann' })
    fates.add(fateOf({ at: 1 }))
    fates.add(whole)
    expect(await fates.read({ limit: 10 })).toEqual([whole, fateOf({ at: 1 })])
  })

  test('replace each other, except that a duplicate has a row of its own', async () => {
    const { fates } = await temporaryStore()
    fates.add(fateOf({ at: 1, fate: 'queued' }))
    fates.add(fateOf({ at: 2, fate: 'running' }))
    fates.add(fateOf({ at: 3, fate: 'answered' }))
    fates.add(fateOf({ at: 4, fate: 'duplicate' }))
    fates.add(fateOf({ at: 5, fate: 'duplicate' }))
    expect((await fates.read({ limit: 10 })).map(({ fate }) => fate)).toEqual(['duplicate', 'duplicate', 'answered'])
  })

  test('of events without an ID never replace each other', async () => {
    const { fates } = await temporaryStore()
    fates.add(fateOf({ eventId: '', messageId: 'om_1' }))
    fates.add(fateOf({ eventId: '', messageId: 'om_2' }))
    expect(await fates.read({ limit: 10 })).toHaveLength(2)
  })

  test('come in pages that lose nothing, even where many share a millisecond', async () => {
    const { fates } = await temporaryStore()
    for (let n = 0; n < 100; n++) fates.add(fateOf({ at: Math.floor(n / 7), eventId: `ev_${n}` }))
    const seen: string[] = []
    let before: number | undefined
    for (;;) {
      const page = await fates.read({ limit: 10, ...(before === undefined ? {} : { before }) })
      const last = page.at(-1)
      if (!last) break
      seen.push(...page.map(({ eventId }) => eventId))
      before = last.at
    }
    expect(seen).toHaveLength(100)
    expect(new Set(seen).size).toBe(100)
  })

  test('that nobody read are written when the store closes', async () => {
    const file = join(temporaryFolder(), 'perch.db')
    const first = await temporaryStore({ file })
    first.fates.add(fateOf())
    first.usage.count('default', 'send', START)
    await first.close()
    const { fates, usage } = await temporaryStore({ file })
    expect(await fates.read({ limit: 1 })).toEqual([fateOf()])
    expect(await usage.byKind('default', '2026-11')).toEqual({ send: 1 })
  })
})

describe('turns', () => {
  test('are kept as they were last saved', async () => {
    const { turns } = await temporaryStore()
    await turns.save({ inboxId: 1, startedAt: 5, typing: 'adding', sideEffect: 'write_file' })
    await turns.save({ inboxId: 1, startedAt: 5, cardId: 'c1', cardCreatedAt: 6, cardMessageId: 'om_9', answer: '好' })
    expect(await turns.get(1)).toEqual({
      inboxId: 1,
      startedAt: 5,
      cardId: 'c1',
      cardCreatedAt: 6,
      cardMessageId: 'om_9',
      answer: '好',
    })
    await turns.remove(1)
    expect(await turns.get(1)).toBeUndefined()
  })
})

const outgoing = (uuid: string) => ({
  uuid,
  to: { kind: 'chat', chatId: 'oc_1' } as const,
  body: { kind: 'text', text: '你好' } as const,
})

const item = (part: string, uuid = part) => ({
  inboxId: 1,
  part,
  account: 'default',
  outgoing: outgoing(uuid),
  createdAt: START,
})

describe('the outbox', () => {
  test('keeps the first uuid of a part, whatever comes later', async () => {
    const { outbox } = await temporaryStore()
    const [first, second] = await Promise.all([outbox.put(item('0', 'u1')), outbox.put(item('0', 'u2'))])
    expect(first).toEqual({ ...item('0', 'u1'), state: 'pending' })
    expect(second).toEqual(first)
  })

  test('knows what is pending and what became of the rest', async () => {
    const { outbox } = await temporaryStore()
    for (const part of ['0', '1', '2', '3']) await outbox.put(item(part))
    await outbox.settle(1, '0', 'sent', { messageId: 'om_1', chatId: 'oc_1' })
    await outbox.settle(1, '1', 'perhaps', 'no answer within the hour')
    await outbox.settle(1, '2', 'failed', 'not in this chat')
    expect((await outbox.pending()).map(({ part }) => part)).toEqual(['3'])
    expect(await outbox.ofInbox(1)).toMatchObject([
      { state: 'sent', sent: { messageId: 'om_1', chatId: 'oc_1' } },
      { state: 'perhaps' },
      { state: 'failed' },
      { state: 'pending' },
    ])
    expect(await outbox.ofInbox(2)).toEqual([])
  })

  test('refuses to settle what was never stored', async () => {
    const { outbox } = await temporaryStore()
    await expect(outbox.settle(9, '0', 'failed', 'why')).rejects.toMatchObject({ code: 'store-failed' })
  })
})

describe('people', () => {
  test('are counted from the first message on', async () => {
    const { people } = await temporaryStore()
    const first = await people.seen('default', 'ou_ann', 'oc_1', 100)
    expect(first).toEqual({
      account: 'default',
      openId: 'ou_ann',
      name: '',
      namedAt: 0,
      chats: ['oc_1'],
      firstSeen: 100,
      lastSeen: 100,
      messages: 1,
      denied: false,
    })
    await Promise.all([people.seen('default', 'ou_ann', 'oc_2', 300), people.seen('default', 'ou_ann', 'oc_1', 50)])
    expect(await people.get('default', 'ou_ann')).toMatchObject({
      chats: ['oc_1', 'oc_2'],
      firstSeen: 50,
      lastSeen: 300,
      messages: 3,
    })
  })

  test('change only where the change says so', async () => {
    const { people } = await temporaryStore()
    await people.seen('default', 'ou_ann', 'oc_1', 100)
    const changed = await people.update('default', 'ou_ann', { name: '安', denied: true, avatarUrl: 'https://a/1' })
    expect(changed).toMatchObject({ name: '安', denied: true, messages: 1, avatarUrl: 'https://a/1' })
    expect(await people.update('default', 'ou_ann', {})).toEqual(changed)
    expect(await people.update('default', 'ou_nobody', { name: 'x' })).toBeUndefined()
  })

  test('are found by a code until it expires or is taken away', async () => {
    const { people } = await temporaryStore()
    await people.seen('default', 'ou_ann', 'oc_1', 1)
    await people.update('default', 'ou_ann', { pairingCode: 'ABCD', pairingExpires: 100, toldAt: 1 })
    expect((await people.withCode(99)).map(({ pairingCode }) => pairingCode)).toEqual(['ABCD'])
    expect(await people.withCode(100)).toEqual([])
    await people.update('default', 'ou_ann', { pairingCode: undefined })
    expect(await people.withCode(0)).toEqual([])
    expect(await people.get('default', 'ou_ann')).not.toHaveProperty('pairingCode')
  })

  test('may be there before they ever wrote', async () => {
    const { people } = await temporaryStore()
    await people.seen('default', 'ou_ann', '', 1)
    expect(await people.get('default', 'ou_ann')).toMatchObject({ chats: [], messages: 0 })
    expect(await people.seen('default', 'ou_ann', 'oc_1', 2)).toMatchObject({ chats: ['oc_1'], messages: 1 })
  })

  test('are listed for one account or all', async () => {
    const { people } = await temporaryStore()
    await people.seen('default', 'ou_ann', 'oc_1', 1)
    await people.seen('work', 'ou_bob', 'oc_2', 2)
    expect((await people.list()).map(({ openId }) => openId)).toEqual(['ou_ann', 'ou_bob'])
    expect((await people.list('work')).map(({ openId }) => openId)).toEqual(['ou_bob'])
  })
})

describe('conversations', () => {
  test('are read in order, and begin anew after a reset', async () => {
    const { conversations } = await temporaryStore()
    await conversations.append('s', [{ role: 'user', text: '一' }, 'plain'], 1)
    await conversations.append('s', [{ role: 'assistant', n: 2 }], 2)
    expect(await conversations.read('s')).toEqual([{ role: 'user', text: '一' }, 'plain', { role: 'assistant', n: 2 }])
    await conversations.reset('s', 3)
    expect(await conversations.read('s')).toEqual([])
    await conversations.append('s', ['new'], 4)
    expect(await conversations.read('s')).toEqual(['new'])
    expect(await conversations.read('other')).toEqual([])
  })

  test('that were never begun can be reset', async () => {
    const { conversations } = await temporaryStore()
    await conversations.reset('s', 1)
    await conversations.append('s', ['first'], 2)
    expect(await conversations.read('s')).toEqual(['first'])
  })

  test('take all of a turn or nothing', async () => {
    const { conversations } = await temporaryStore()
    await expect(conversations.append('s', ['good', undefined], 1)).rejects.toMatchObject({ code: 'store-failed' })
    expect(await conversations.read('s')).toEqual([])
  })
})

describe('usage', () => {
  test('sums the calls of one account in one month', async () => {
    const { usage } = await temporaryStore()
    const november = Date.UTC(2026, 10, 30, 23, 59)
    for (const kind of ['send', 'send', 'card']) usage.count('default', kind, november)
    expect(await usage.byKind('default', monthOf(november))).toEqual({ send: 2, card: 1 })
    usage.count('default', 'send', november)
    usage.count('default', 'send', november + 2 * 60_000)
    usage.count('work', 'send', november)
    expect(await usage.byKind('default', '2026-11')).toEqual({ send: 3, card: 1 })
    expect(await usage.byKind('default', '2026-12')).toEqual({ send: 1 })
    expect(await usage.byKind('default', '2026-10')).toEqual({})
  })

  test('keeps tokens with or without a price', async () => {
    const { usage } = await temporaryStore()
    const entry = { account: 'default', session: 's', model: 'm', input: 10, output: 5, at: START }
    await usage.tokens(entry)
    await usage.tokens({ ...entry, cost: 120, currency: 'USD' })
  })
})

describe('after thirty days', () => {
  test('what is finished is forgotten, what is not stays, and so do conversations', async () => {
    const store = await temporaryStore()
    const record = async (name: string) =>
      (await store.inbox.record(arrivalOf({ eventId: `ev_${name}`, messageId: name }))).item.id
    const [done] = [await record('done'), await record('waiting')]
    await store.inbox.setStage([done], 'done', 'answered', '')
    await store.turns.save({ inboxId: done, startedAt: START })
    store.fates.add(fateOf())
    const outgoing = { uuid: 'u', to: { kind: 'chat', chatId: 'c' }, body: { kind: 'text', text: 't' } } as const
    for (const part of ['0', '1']) {
      await store.outbox.put({ inboxId: done, part, account: 'default', outgoing, createdAt: START })
    }
    await store.outbox.settle(done, '0', 'sent', { messageId: 'om', chatId: 'c' })
    await store.conversations.append('s', ['kept'], START)
    await store.fates.read({ limit: 1 })

    expect(store.prune(START + 30 * DAY)).toEqual({ inbox: 0, fates: 0, outbox: 0, turns: 0 })
    expect(store.prune(START + 30 * DAY + 1)).toEqual({ inbox: 1, fates: 1, outbox: 1, turns: 1 })
    expect((await store.inbox.unfinished()).map(({ arrival }) => arrival.messageId)).toEqual(['waiting'])
    expect(await store.outbox.pending()).toHaveLength(1)
    expect(await store.conversations.read('s')).toEqual(['kept'])
    expect((await store.inbox.record(arrivalOf({ eventId: 'ev_done', messageId: 'done' }))).fresh).toBe(true)
  })
})
