import { describe, expect, test } from 'vitest'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { migrations } from '../../main/store/migrations.ts'
import type { Outgoing } from '../../main/store/rows.ts'
import { arrivalOf } from './arrivals.ts'
import { START, temporaryFolder, temporaryStore } from './temporary.ts'

const DAY = 24 * 60 * 60_000
const said = (text: string) => ({ role: 'user', content: text })
const answered = (text: string) => ({ role: 'assistant', content: [{ type: 'text', text }] })
const result = (value: string) => ({
  role: 'tool',
  content: [{ type: 'tool-result', toolCallId: '1', toolName: 'read', output: { type: 'text', value } }],
})

describe('searching conversations', () => {
  const rows = [
    { text: '发票', finds: ['a:1'], why: 'two characters' },
    { text: '票', finds: ['a:1'], why: 'one character' },
    { text: '请把发票', finds: ['a:1'], why: 'a Chinese phrase' },
    { text: 'INVOICE', finds: ['a:2'], why: 'whatever the case' },
    { text: 'secret result', finds: [], why: 'not in results of tools' },
    { text: 'tool-result', finds: [], why: 'not in the form of a message' },
    { text: 'role', finds: [], why: 'not in its keys' },
    { text: '"quoted" OR', finds: ['a:2'], why: 'words of a query language' },
    { text: '%', finds: [], why: 'a sign of a query language' },
    { text: '100%', finds: [], why: 'that sign in a phrase' },
    { text: '_', finds: [], why: 'another such sign' },
  ]

  test.each(rows)('finds $text in $finds: $why', async ({ text, finds }) => {
    const store = await temporaryStore()
    await store.conversations.append(
      'a:1',
      [said('请把发票发给我'), result('a secret result'), answered('好的')],
      START,
    )
    await store.conversations.append('a:2', [said('send the "quoted" OR the Invoice'), answered('done')], START)
    expect([...(await store.transcripts.mentioning(text))]).toEqual(finds)
  })

  test('finds what was said before this version', async () => {
    const file = join(temporaryFolder(), 'perch.db')
    const first = await temporaryStore({ file, migrations: { '0001-first': migrations['0001-first']! } })
    const db = new DatabaseSync(file)
    db.prepare(`insert into messages (session, epoch, body, at) values ('a:1', 1, ?, 1)`).run(
      JSON.stringify(answered('older words')),
    )
    db.close()
    await first.close()
    const store = await temporaryStore({ file })
    expect([...(await store.transcripts.mentioning('older'))]).toEqual(['a:1'])
  })
})

describe('reading a conversation', () => {
  test('goes backwards in pages, and marks what the model no longer sees', async () => {
    const { conversations, transcripts } = await temporaryStore()
    await conversations.append('a:1', [said('one'), answered('two')], START)
    await conversations.append('a:2', [said('elsewhere')], START + 1)
    await conversations.reset('a:1', START + 2)
    await conversations.append('a:1', [said('three')], START + 3)
    const newest = await transcripts.page('a:1', Number.MAX_SAFE_INTEGER, 2)
    expect(newest.map(({ body, past }) => [body, past])).toEqual([
      [JSON.stringify(answered('two')), true],
      [JSON.stringify(said('three')), false],
    ])
    const older = await transcripts.page('a:1', newest[0]!.id - 1, 2)
    expect(older.map(({ body }) => body)).toEqual([JSON.stringify(said('one'))])
    expect(await transcripts.sessions()).toEqual([
      { session: 'a:1', lastAt: START + 3, messages: 3 },
      { session: 'a:2', lastAt: START + 1, messages: 1 },
    ])
  })
})

describe('chats', () => {
  test('are known from what arrived, with their names, and stay when the messages are forgotten', async () => {
    const store = await temporaryStore({ now: () => START })
    const group = { chatId: 'oc_team', chatType: 'group' } as const
    const record = async (messageId: string, over: Partial<ReturnType<typeof arrivalOf>>) => {
      const { item } = await store.inbox.record(arrivalOf({ messageId, eventId: messageId, ...over }))
      await store.inbox.setStage([item.id], 'done', 'answered', '')
    }
    await record('om_1', { ...group, senderId: 'ou_ann', createdAt: START })
    await record('om_2', { ...group, senderId: 'ou_bob', createdAt: START + 5 })
    await record('om_3', { ...group, senderId: 'ou_bob', createdAt: START + 3 })
    await record('om_4', { chatId: 'oc_dm', createdAt: START })
    expect(await store.chats.groupCounts()).toEqual([{ account: 'default', chatId: 'oc_team', people: 2, messages: 3 }])
    store.prune(START + 40 * DAY)
    await store.chats.named('default', 'oc_team', 'The team', 7)
    await store.chats.named('default', 'oc_team', '', 8)
    expect(await store.chats.groupCounts()).toEqual([])
    expect(await store.chats.list()).toEqual([
      {
        account: 'default',
        chatId: 'oc_team',
        chatType: 'group',
        lastSeen: START + 5,
        name: 'The team',
        namedAt: 8,
      },
      { account: 'default', chatId: 'oc_dm', chatType: 'p2p', lastSeen: START, name: '', namedAt: 0 },
    ])
  })
})

describe('an event and its answers', () => {
  const to = { kind: 'chat', chatId: 'oc_1' } as const
  const sendingOf = (body: Outgoing['body']): Outgoing => ({ uuid: 'u', to, body })

  test('keep what a card showed when its turn is over, without what followed in another message', async () => {
    const { inbox, outbox, turns } = await temporaryStore()
    const { item } = await inbox.record(arrivalOf())
    const put = (part: string, body: Outgoing['body']) =>
      outbox.put({ inboxId: item.id, part, account: 'default', outgoing: sendingOf(body), createdAt: START })
    await put('card', { kind: 'card', cardId: 'c' })
    await outbox.settle(item.id, 'card', 'sent', { messageId: 'om_9', chatId: 'oc_1' })
    await put('answer-1', { kind: 'markdown', text: 'and the rest' })
    expect((await outbox.answers(item.id))[0]?.text).toBe('[card]')
    await turns.save({ inboxId: item.id, startedAt: START, answer: 'The beginning\n\nand the rest' })
    await turns.remove(item.id)
    expect(await outbox.answers(item.id)).toEqual([
      { messageId: 'om_9', text: 'The beginning', state: 'sent' },
      { messageId: '', text: 'and the rest', state: 'pending' },
    ])
    expect(await turns.get(item.id)).toBeUndefined()
  })

  test('say why, and who of the waiting ones wrote them', async () => {
    const { inbox } = await temporaryStore()
    for (const [messageId, senderId] of [
      ['om_1', 'ou_ann'],
      ['om_2', 'ou_bob'],
    ] as const) {
      const { item } = await inbox.record(arrivalOf({ messageId, eventId: messageId, senderId }))
      await inbox.setStage([item.id], 'held', 'pending-pairing', 'Not known yet.')
    }
    expect(await inbox.explained('default', 'om_1')).toMatchObject({
      reason: 'Not known yet.',
      item: { fate: 'pending-pairing', arrival: { senderId: 'ou_ann' } },
    })
    expect(await inbox.explained('default', 'om_7')).toBeUndefined()
    expect((await inbox.heldOf('default', 'ou_bob')).map(({ arrival }) => arrival.messageId)).toEqual(['om_2'])
    expect(await inbox.heldOf('other', 'ou_bob')).toEqual([])
  })
})
