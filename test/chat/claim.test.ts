import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claim, OwnerCodes } from '../../main/chat/claim.ts'
import type { InboxItem, PersonRow } from '../../main/chat/ports.ts'
import { Config, type AccountConfig } from '../../main/contract/config.ts'
import { startChat, until } from '../fakes/chat.ts'

const HOUR = 60 * 60_000

function codesAt(start = 1_000_000) {
  const clock = { time: start }
  const codes = new OwnerCodes(() => clock.time)
  return { clock, codes }
}

describe('the code that makes somebody the owner', () => {
  test('is short to type, and forgives how it is typed', () => {
    const { codes } = codesAt()
    const { code } = codes.make('default')
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    for (const typed of [code, code.toLowerCase(), code.replace('-', ' '), ` ${code.replace('-', '')}\n`])
      expect(codes.matches('default', 'ou_ann', typed)).toBe(true)
    expect(codes.matches('default', 'ou_ann', `my code is ${code}`)).toBe(false)
  })

  test('is good for one person, one hour and one account', () => {
    const { clock, codes } = codesAt()
    const { code, expiresAt } = codes.make('default')
    expect(codes.matches('work', 'ou_ann', code)).toBe(false)
    clock.time = expiresAt - 1
    expect(codes.matches('default', 'ou_ann', code)).toBe(true)
    codes.use('default')
    expect(codes.matches('default', 'ou_bob', code)).toBe(false)
    const second = codes.make('default')
    clock.time = second.expiresAt
    expect(codes.matches('default', 'ou_ann', second.code)).toBe(false)
    expect(codes.current('default')).toBeUndefined()
  })

  test('a new one replaces the old one', () => {
    const { codes } = codesAt()
    const old = codes.make('default')
    const fresh = codes.make('default')
    expect(codes.matches('default', 'ou_ann', old.code)).toBe(false)
    expect(codes.matches('default', 'ou_ann', fresh.code)).toBe(true)
  })

  test('after five wrong ones in an hour the right one is wrong too, for that sender alone', () => {
    const { clock, codes } = codesAt()
    const { code } = codes.make('default')
    for (let tries = 0; tries < 5; tries++) expect(codes.matches('default', 'ou_eve', 'AAAA-AAAA')).toBe(false)
    expect(codes.matches('default', 'ou_eve', code)).toBe(false)
    expect(codes.matches('default', 'ou_ann', code)).toBe(true)
    codes.make('default') // a fresh code does not give a guesser fresh tries
    expect(codes.matches('default', 'ou_eve', codes.current('default')?.code ?? '')).toBe(false)
    clock.time += HOUR
    const later = codes.make('default')
    expect(codes.matches('default', 'ou_eve', later.code)).toBe(true)
  })

  test('ordinary talk is no try', () => {
    const { codes } = codesAt()
    const { code } = codes.make('default')
    for (let count = 0; count < 20; count++) codes.matches('default', 'ou_ann', 'hello, are you there?')
    expect(codes.matches('default', 'ou_ann', code)).toBe(true)
  })

  test('no text but the code itself is taken for it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), text => {
        const { codes } = codesAt()
        codes.make('default')
        expect(codes.matches('default', 'ou_eve', text)).toBe(false)
      }),
    )
  })
})

const person: PersonRow = {
  account: 'default',
  openId: 'ou_ann',
  name: '',
  namedAt: 0,
  chats: [],
  firstSeen: 0,
  lastSeen: 0,
  messages: 1,
  denied: false,
}

const sent = (text: string, senderId = 'ou_ann') =>
  [
    // the rest of an arrival and of a message is not looked at
    {
      id: 1,
      arrival: { account: 'default', senderId, chatType: 'p2p' } as InboxItem['arrival'],
      stage: 'new',
      receivedAt: 0,
    },
    { text } as Parameters<typeof claim>[2],
    person,
    Config.parse({}).channels.lark,
  ] as const

type Case = {
  readonly item?: Partial<InboxItem>
  readonly chatType?: 'group'
  /** `null`: the sender is no person. */
  readonly who?: PersonRow | null
  readonly account?: Partial<AccountConfig>
}

async function claimed({ item, chatType, who = person, account }: Case, text?: string) {
  const { codes } = codesAt()
  const { code } = codes.make('default')
  const owners: string[] = []
  const over: string[] = []
  const arrival = { account: 'default', senderId: 'ou_ann', chatType: chatType ?? 'p2p' } as InboxItem['arrival'] // the rest is not looked at
  const says = await claim(
    {
      codes,
      people: { pairingOver: async row => void over.push(row.openId) },
      own: async (id, openId) => void owners.push(`${id} ${openId}`),
    },
    { id: 1, arrival, stage: 'new', receivedAt: 0, ...item },
    { text: text ?? code } as Parameters<typeof claim>[2], // only the text is looked at
    who ?? undefined,
    { ...Config.parse({}).channels.lark, ...account },
  )
  return { says, owners, over, isSpent: codes.current('default') === undefined }
}

describe('who sends it', () => {
  test('a stranger in private becomes the owner, is welcomed, and no longer waits', async () => {
    const { says, owners, over, isSpent } = await claimed({})
    expect(says).toContain('You are the owner of this bot now')
    expect(says).toContain('所有者')
    expect([owners, over, isSpent]).toEqual([['default ou_ann'], ['ou_ann'], true])
  })

  test.each<[string, Case, string?]>([
    ['in a group', { chatType: 'group' }],
    ['was denied', { who: { ...person, denied: true } }],
    ['is no person', { who: null }],
    ['wrote it before there was this code', { item: { stage: 'held' } }],
    ['may not write in private', { account: { dmPolicy: 'disabled' } }],
    ['sends another one', {}, 'AAAA-AAAA'],
  ])('who %s gets no word, and the code stays good', async (_who, given, text) => {
    const { says, owners, isSpent } = await claimed(given, text)
    expect([says, owners, isSpent]).toEqual([undefined, [], false])
  })

  test('while it can not be kept, the code stays good', async () => {
    const { codes } = codesAt()
    const { code } = codes.make('default')
    const own = () => Promise.reject(new Error('the disk is full'))
    await expect(claim({ codes, people: { pairingOver: async () => undefined }, own }, ...sent(code))).rejects.toThrow()
    expect(codes.current('default')?.code).toBe(code)
  })

  test('of two who send it at once, one owns', async () => {
    const { codes } = codesAt()
    const { code } = codes.make('default')
    const owners: string[] = []
    const own = async (_id: string, openId: string) => {
      await Promise.resolve()
      owners.push(openId)
    }
    const ports = { codes, people: { pairingOver: async () => undefined }, own }
    const said = await Promise.all([claim(ports, ...sent(code)), claim(ports, ...sent(code, 'ou_bob'))])
    expect([said.filter(Boolean).length, owners]).toEqual([1, ['ou_ann']])
  })

  test.each(['open', 'pairing', 'allowlist'] as const)('under dmPolicy %s it works', async dmPolicy => {
    expect((await claimed({ account: { dmPolicy } })).owners).toHaveLength(1)
  })
})

describe('on the path of a message', () => {
  test('the code makes a held stranger the owner, answers what waited, and is a command, not a question', async () => {
    const chat = await startChat({ account: { dmPolicy: 'pairing', allowFrom: [] } })
    try {
      await chat.say('hello')
      await until('the stranger waits', () => chat.lastFates().includes('pending-pairing'))
      const { code } = chat.codes.make('default')
      await chat.say('7777-7777')
      await chat.say(code.toLowerCase())
      await until('the code is taken', () => chat.lastFates().includes('command'))
      expect(chat.config.ownerIds).toHaveLength(1)
      expect(chat.channel.texts().at(-1)).toContain('You are the owner of this bot now')
      await chat.pipeline.policyChanged()
      await until('what waited is answered', () => chat.channel.texts().includes('echo: hello'))
      expect(chat.channel.texts()).not.toContain(`echo: ${code.toLowerCase()}`)
    } finally {
      await chat.stop()
    }
  })
})
