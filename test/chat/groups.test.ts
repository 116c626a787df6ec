import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { FakeChannel } from '../fakes/channel.ts'
import { echoes, startChat, until, type Script, type TestChat } from '../fakes/chat.ts'

const running: TestChat[] = []
const start = async (...options: Parameters<typeof startChat>): Promise<TestChat> => {
  const chat = await startChat(...options)
  running.push(chat)
  return chat
}
afterEach(async () => {
  for (const chat of running.splice(0)) await chat.stop({ grace: 0 })
})

/** Long enough for a loaded machine to take all of them in. */
const bursts = { gap: 1500, most: 6000 }
const group = { chatId: 'oc_group', chatType: 'group', mention: true } as const
const open = { groupPolicy: 'open' as const, ownerIds: ['ou_own'] }

describe('a burst of one sender', () => {
  test('is one question with one answer, its messages in order', async () => {
    const chat = await start({ bursts, account: open })
    for (const [index, text] of ['one', 'two', 'three'].entries())
      await chat.say(text, { ...group, messageId: `m${index}` })
    await until('all are done', () => chat.lastFates().every(fate => fate === 'answered' || fate === 'joined'))
    expect(chat.channel.texts()).toEqual(['echo: one\ntwo\nthree'])
    expect(chat.lastFates()).toEqual(['answered', 'joined', 'joined'])
    expect(await chat.store.inbox.unfinished()).toEqual([])
    expect(chat.channel.calls.filter(call => call === 'startTyping').length).toBeLessThanOrEqual(1)
  })

  test('never takes in another sender, another chat or another topic, nor what comes later', async () => {
    const chat = await start({ bursts, account: open })
    await chat.say('a', { ...group, senderId: 'ou_ann' })
    await chat.say('b', { ...group, senderId: 'ou_bob' })
    await chat.say('c', { ...group, chatId: 'oc_other' })
    await chat.say('d', { ...group, threadId: 'omt_1' })
    await chat.say('e', { ...group, senderId: 'ou_ann' })
    await until('all are answered', () => chat.channel.texts().length === 4)
    await chat.say('f', { ...group, senderId: 'ou_ann' })
    await until('the last is answered', () => chat.channel.texts().length === 5)
    expect(chat.channel.texts().toSorted()).toEqual(['echo: a\ne', 'echo: b', 'echo: c', 'echo: d', 'echo: f'])
  })

  test('gives each sender their own rights', async () => {
    const asked: string[] = []
    const script: Script = async function* (request) {
      asked.push(`${request.role}: ${request.text}`)
      yield* echoes(request)
    }
    const chat = await start({ bursts, account: open, script })
    await Promise.all([
      chat.say('mine', { ...group, senderId: 'ou_own' }),
      chat.say('theirs', { ...group, senderId: 'ou_bob' }),
    ])
    await until('both are answered', () => chat.channel.texts().length === 2)
    expect(asked.toSorted()).toEqual(['guest: theirs', 'owner: mine'])
  })

  test('is ended by a stop word before it begins, and commands do not wait for it', async () => {
    const chat = await start({ bursts: { gap: 5000, most: 5000 }, account: open })
    await chat.say('do it', { ...group, messageId: 'first' })
    await until('it waits for more', () => chat.sessions.counts.running === 1)
    await chat.say('/whoami', group)
    await until('the command is answered', () => chat.channel.texts().some(text => text.includes('ou_ann')))
    await chat.say('停', group)
    await until('it is stopped', () => chat.fatesOf('first').includes('skipped'))
    expect(chat.channel.texts().some(text => text.startsWith('echo'))).toBe(false)
  })

  test('is not waited for in private, where what follows joins the running turn', async () => {
    const chat = await start({ bursts: { gap: 60_000, most: 60_000 } })
    await chat.say('now')
    await until('it is answered', () => chat.channel.texts().length === 1)
  })

  test('loses nothing to a crash in the middle', async () => {
    const chat = await start({ bursts: { gap: 5000, most: 5000 }, account: open })
    await chat.say('one', group)
    await chat.say('two', group)
    await until('both are taken in', () => chat.sessions.counts.waiting === 1)
    await chat.stop({ keep: true, grace: 0 })
    running.pop()
    const again = await start({ dir: chat.folder, channel: chat.channel, account: open })
    await again.pipeline.resume()
    await until('nothing is left', async () => (await again.store.inbox.unfinished()).length === 0)
    const said = chat.channel.texts().join('\n')
    expect([said.match(/one/g), said.match(/two/g)]).toEqual([['one'], ['two']])
  })
})

describe('an answer that calls somebody', () => {
  const says = (text: string): Script =>
    async function* () {
      yield { type: 'text-added', text }
      yield { type: 'turn-ended', reason: 'done' }
    }
  const withMembers = () => {
    const channel = new FakeChannel()
    channel.group = { people: [{ openId: 'ou_bob', name: 'Bob' }], complete: true }
    return channel
  }

  test('calls a member of the group, and nobody in private', async () => {
    const chat = await start({
      channel: withMembers(),
      account: open,
      script: says('@Bob and @Eve, <at id=ou_eve></at>'),
    })
    await chat.say('who?', group)
    await until('it is answered', () => chat.channel.sent.length === 1)
    expect(chat.channel.sent[0]?.body).toEqual({
      kind: 'markdown',
      text: '<at id=ou_bob></at> and @Eve, <at id=ou_eve></at>',
      form: 'card',
      mentions: ['ou_bob'],
    })
    await chat.say('who?')
    await until('that is answered too', () => chat.channel.sent.length === 2)
    expect(chat.channel.sent[1]?.body).toEqual({ kind: 'markdown', text: '@Bob and @Eve, <at id=ou_eve></at>' })
  })

  test('calls them from its finished card, with names for the chat list', async () => {
    const script: Script = async function* (request) {
      yield { type: 'tool-started', id: 's', tool: 'list_files', target: '.', access: 'read', at: Date.now() }
      await sleep(50)
      yield { type: 'tool-ended', id: 's', tool: 'list_files', ok: true, milliseconds: 50 }
      yield* says('@Bob, done.')(request)
    }
    const chat = await start({ channel: withMembers(), account: open, script })
    await chat.say('do it', group)
    await until('it is answered', () => chat.lastFates().includes('answered'))
    const view = [...chat.channel.cards.values()][0]?.view
    expect(view).toMatchObject({ answer: '<at id=ou_bob></at>, done.', mentions: ['ou_bob'], plain: '@Bob, done.' })
  })

  test('knows who is there; in private it is not even asked', async () => {
    const seen: unknown[] = []
    const script: Script = async function* (request) {
      seen.push([request.members, request.message?.chatType])
      yield* echoes(request)
    }
    const chat = await start({ channel: withMembers(), account: open, script })
    await chat.say('a', group)
    await chat.say('b')
    await until('both are answered', () => chat.channel.texts().length === 2)
    expect(seen).toEqual(
      expect.arrayContaining([
        [{ people: [{ openId: 'ou_bob', name: 'Bob' }], count: 1, complete: true }, 'group'],
        [undefined, 'p2p'],
      ]),
    )
  })
})

describe('bots that answer each other', () => {
  const bot = { ...group, senderId: 'ou_robot', senderType: 'app' } as const
  const account = { ...open, groupAllowFrom: ['ou_robot'] }

  test('fall silent after ten turns, also over a restart, until a person writes', async () => {
    const chat = await start({ account })
    for (let turn = 1; turn <= 10; turn++) {
      await chat.say(`bot ${turn}`, bot)
      await until('it is answered', () => chat.channel.texts().length === turn)
    }
    await chat.say('bot 11', bot)
    await until('it is a loop', () => chat.lastFates().includes('bot-loop'))
    await chat.stop({ keep: true, grace: 1000 })
    running.pop()
    const again = await start({ dir: chat.folder, channel: chat.channel, account })
    await again.say('bot 12', { ...bot, messageId: 'twelve', eventId: 'twelve' })
    await until('it is still a loop', () => again.fatesOf('twelve').includes('bot-loop'))
    await again.say('a person, to nobody in particular', { ...group, mention: false, messageId: 'p', eventId: 'p' })
    await again.say('bot 13', { ...bot, messageId: 'thirteen', eventId: 'thirteen' })
    await until('the bot is heard again', () => chat.channel.texts().includes('echo: bot 13'))
    expect(chat.channel.texts()).toHaveLength(11)
  })

  test('are heard again after ten minutes of silence', async () => {
    let time = Date.now()
    const chat = await start({ account, now: () => time })
    for (let turn = 1; turn <= 10; turn++) await chat.say(`bot ${turn}`, bot)
    await until('they are answered', () => chat.channel.texts().length === 10)
    await chat.say('bot 11', { ...bot, messageId: 'loop' })
    await until('it is a loop', () => chat.fatesOf('loop').includes('bot-loop'))
    time += 10 * 60_000
    await chat.say('bot 12', bot)
    await until('it is heard', () => chat.channel.texts().includes('echo: bot 12'))
  })
})

describe('while the calls of the month are saved', () => {
  const slow: Script = async function* (request) {
    yield { type: 'tool-started', id: 's', tool: 'list_files', target: '.', access: 'read', at: Date.now() }
    await sleep(700)
    yield { type: 'tool-ended', id: 's', tool: 'list_files', ok: true, milliseconds: 700 }
    yield* echoes(request)
  }

  test('there is no typing sign and no card, and the answer comes as one message', async () => {
    const chat = await start({ script: slow, isSaving: () => true })
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.calls.filter(call => call !== 'person' && call !== 'find')).toEqual(['send'])
    expect(chat.channel.texts()).toEqual(['echo: hi'])
  })

  test('a card that stands is only finished, when it begins in the middle of a turn', async () => {
    let saving = false
    const script: Script = async function* () {
      yield { type: 'tool-started', id: 's', tool: 'list_files', target: '.', access: 'read', at: Date.now() }
      await until('the card is there', () => chat.channel.cards.size === 1)
      saving = true
      for (const word of ['a ', 'b ', 'c ']) {
        yield { type: 'text-added', text: word }
        await sleep(300)
      }
      yield { type: 'turn-ended', reason: 'done' }
    }
    const chat: TestChat = await start({ script, isSaving: () => saving })
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.calls).not.toContain('writeCard')
    expect([...chat.channel.cards.values()][0]).toMatchObject({ open: false, view: { answer: 'a b c' } })
  })
})
