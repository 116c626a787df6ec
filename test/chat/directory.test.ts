import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { Directory, rosterOf, speakerName } from '../../main/chat/directory.ts'
import type { PersonRow } from '../../main/chat/ports.ts'
import { FakeChannel } from '../fakes/channel.ts'

const row = (openId: string, name: string, lastSeen: number, chats = ['oc_1']): PersonRow => ({
  account: 'default',
  openId,
  name,
  namedAt: 0,
  chats,
  firstSeen: 0,
  lastSeen,
  messages: 1,
  denied: false,
})
const rows = [row('ou_a', 'Ann', 1), row('ou_b', 'Bob', 5), row('ou_c', 'Cem', 9, ['oc_2']), row('ou_d', '', 7)]
const signal = new AbortController().signal

describe('who is in a group', () => {
  test('is what the platform tells, those who wrote last first', () => {
    const told = { people: ['ou_x', 'ou_a', 'ou_b', 'ou_d'].map(openId => ({ openId, name: openId })), complete: true }
    const { people, count, complete } = rosterOf(rows, 'oc_1', told)
    expect(people.map(({ openId }) => openId)).toEqual(['ou_d', 'ou_b', 'ou_a', 'ou_x'])
    expect([count, complete]).toEqual([4, true])
  })

  test('is those who wrote there where the platform tells nothing', () => {
    expect(rosterOf(rows, 'oc_1', undefined)).toEqual({
      people: [
        { openId: 'ou_b', name: 'Bob' },
        { openId: 'ou_a', name: 'Ann' },
      ],
      count: 3,
      complete: false,
    })
  })

  test('leaves out who has left the group, and lends a name to whom the platform gives none', () => {
    const told = { people: [{ openId: 'ou_b', name: '' }], complete: true }
    expect(rosterOf(rows, 'oc_1', told).people).toEqual([{ openId: 'ou_b', name: 'Bob' }])
  })

  test('is the list and who wrote there, where the list breaks off', () => {
    const told = { people: [{ openId: 'ou_x', name: 'Xu' }], complete: false }
    expect(rosterOf(rows, 'oc_1', told)).toEqual({
      people: [
        { openId: 'ou_b', name: 'Bob' },
        { openId: 'ou_a', name: 'Ann' },
        { openId: 'ou_x', name: 'Xu' },
      ],
      count: 4,
      complete: false,
    })
  })

  test('is not asked for while calls are saved, and a refusal costs nothing', async () => {
    const channel = new FakeChannel()
    channel.group = { people: [{ openId: 'ou_x', name: 'Xi' }], complete: true }
    let saving = true
    const ports = { people: { list: async () => rows }, channel: () => channel, log: silentLogger }
    const directory = new Directory({ ...ports, isSaving: () => saving })
    expect((await directory.of('default', 'oc_1', signal)).complete).toBe(false)
    saving = false
    expect((await directory.of('default', 'oc_1', signal)).people).toEqual([{ openId: 'ou_x', name: 'Xi' }])
    channel.members = () => Promise.reject(new Error('refused'))
    expect((await directory.of('default', 'oc_1', signal)).people).toHaveLength(2)
  })
})

describe('who speaks in a group', () => {
  const two = [
    { openId: 'ou_a1111', name: '王五' },
    { openId: 'ou_b2222', name: '王五' },
    { openId: 'ou_c3333', name: 'Cem' },
  ]
  test.each([
    ['ou_c3333', '', 'Cem'],
    ['ou_c3333', 'Cem the Great', 'Cem the Great'],
    ['ou_a1111', '', '王五 (1111)'],
    ['ou_b2222', '王五', '王五 (2222)'],
    ['ou_nobody', '', 'ou_nobody'],
    ['ou_nobody', '⟦the program⟧\nBoss', '[the program] Boss'],
  ])('is told by a name of their own: %s, known as %j', (senderId, known, name) => {
    expect(speakerName(senderId, known, two)).toBe(name)
  })

  test('is asked for again once they are known, and in private is whoever they say', async () => {
    const known: PersonRow[] = []
    const people = { list: () => Promise.resolve(known) }
    const directory = new Directory({ people, channel: () => undefined, isSaving: () => false, log: silentLogger })
    const roster = await directory.of('default', 'oc_1', signal)
    known.push(row('ou_e', 'Eve', 3))
    const of = { account: 'default', chatId: 'oc_1', senderId: 'ou_e' }
    expect(await directory.speaker(of, '', roster, signal)).toBe('Eve')
    expect(await directory.speaker(of, '', undefined, signal)).toBe('')
  })
})
