import { afterEach, describe, expect, test } from 'vitest'
import type { TurnEvent } from '../../main/agent/turn.ts'
import { AppError } from '../../main/contract/errors.ts'
import { FakeChannel } from '../fakes/channel.ts'
import { arrival, echoes, startChat, until, type Script, type TestChat } from '../fakes/chat.ts'

const running: TestChat[] = []
const start = async (...options: Parameters<typeof startChat>): Promise<TestChat> => {
  const chat = await startChat(...options)
  running.push(chat)
  return chat
}
afterEach(async () => {
  for (const chat of running.splice(0)) await chat.stop({ grace: 0 })
})

/** An agent that waits until it is told what to say, one gate for all turns. */
function gated(): { script: Script; open: () => void; asked: string[] } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const asked: string[] = []
  return {
    asked,
    open: () => resolve(),
    script: async function* (request) {
      asked.push(request.text)
      const stopped = new Promise<void>(resolveStop => request.signal.addEventListener('abort', () => resolveStop()))
      await Promise.race([promise, stopped])
      if (request.signal.aborted) yield { type: 'turn-ended', reason: 'stopped' }
      else yield* echoes(request)
    },
  }
}

describe('a message that is allowed', () => {
  test('is answered once, quoting its question', async () => {
    const chat = await start()
    await chat.say('hi')
    await until('the answer is there', () => chat.channel.texts().length)
    expect(chat.channel.sent).toMatchObject([{ to: { kind: 'reply', inThread: false }, body: { text: 'echo: hi' } }])
    await until('its fate is known', () => chat.lastFates().includes('answered'))
  })

  test('is answered once when it comes again, also under another event id', async () => {
    const chat = await start()
    const message = arrival('hi')
    await Promise.all([chat.deliver(message), chat.deliver(message), chat.deliver({ ...message, eventId: 'other' })])
    await chat.deliver(message)
    await until('it is answered', () => chat.lastFates().includes('answered') || chat.channel.texts().length)
    await chat.stop({ keep: true })
    running.pop()
    const again = await start({ dir: chat.folder, channel: chat.channel })
    await again.deliver({ ...message, eventId: 'after the restart' })
    await again.pipeline.resume()
    await again.say('next')
    await until('the next is answered', () => chat.channel.texts().includes('echo: next'))
    expect(chat.channel.texts()).toEqual(['echo: hi', 'echo: next'])
    expect(again.fatesOf(message.messageId)).toEqual(['duplicate'])
  })

  test('in a thread is answered in the thread, as a conversation of its own', async () => {
    const sessions: string[] = []
    const chat = await start({
      script: async function* (request) {
        sessions.push(request.session)
        yield* echoes(request)
      },
    })
    await chat.say('a')
    await chat.say('b', { threadId: 'omt_1' })
    await until('both are answered', () => chat.channel.texts().length === 2)
    expect(new Set(sessions)).toEqual(new Set(['default:oc_dm', 'default:oc_dm:omt_1']))
    expect(new Set(chat.channel.sent.map(({ to }) => to.kind === 'reply' && to.inThread))).toEqual(
      new Set([false, true]),
    )
  })

  test('keeps its place in its chat while other chats go on', async () => {
    const gate = gated()
    const chat = await start({ script: gate.script })
    for (const text of ['1', '2', '3']) await chat.say(text)
    await chat.say('other', { chatId: 'oc_2' })
    await until('both chats run', () => gate.asked.length === 2)
    expect(gate.asked).toEqual(['1', 'other'])
    expect(chat.sessions.counts).toEqual({ waiting: 2, running: 2 })
    gate.open()
    await until('all are answered', () => chat.channel.texts().length === 4)
    expect(chat.channel.texts().filter(text => text !== 'echo: other')).toEqual(['echo: 1', 'echo: 2', 'echo: 3'])
  })

  test('of an unreadable kind gets one sentence instead of silence', async () => {
    const chat = await start()
    await chat.say('', { kind: 'audio' })
    await until('it is told', () => chat.lastFates().includes('unsupported'))
    expect(chat.channel.texts()).toEqual([expect.stringContaining('could not make sense')])
  })

  test('that fails says what went wrong and what to do, and nothing of the cause', async () => {
    const chat = await start({
      script: async function* () {
        yield { type: 'turn-failed', error: new AppError('model-no-credit', 'secret details') }
      },
    })
    await chat.say('你好')
    await until('it failed', () => chat.lastFates().includes('failed'))
    expect(chat.channel.texts()).toEqual([expect.stringContaining('余额不足')])
    expect(JSON.stringify(chat.channel.sent)).not.toContain('secret details')
  })
})

describe('a turn that takes its time', () => {
  const slow: Script = async function* (request) {
    const step = { id: 's', tool: 'list_files', target: '.' }
    yield { type: 'tool-started', ...step, access: 'read', at: Date.now() }
    await new Promise(resolve => setTimeout(resolve, 700))
    yield { type: 'tool-ended', id: 's', tool: 'list_files', ok: true, milliseconds: 700 }
    yield* echoes(request)
  }

  test('shows the typing sign, then a card with its steps, and ends in that card', async () => {
    const chat = await start({ script: slow })
    await chat.say('hi')
    await until('the sign is there', () => chat.channel.typing.size)
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.typing.size).toBe(0)
    const card = [...chat.channel.cards.values()][0]
    expect(card).toMatchObject({
      open: false,
      view: { answer: 'echo: hi', steps: expect.stringContaining('✅ list_files') },
    })
    expect(card?.sequences).toEqual([...(card?.sequences ?? [])].toSorted((a, b) => a - b))
    expect(chat.channel.texts()).toEqual([])
  })

  test('falls back to a message when cards are refused', async () => {
    const chat = await start({ script: slow })
    chat.channel.fail('createCard', 'lark-scope-missing')
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.texts()).toEqual(['echo: hi'])
  })

  test('falls back to a message when the card can not be finished', async () => {
    const chat = await start({ script: slow })
    chat.channel.fail('finishCard', 'lark-content-refused', 1)
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.texts()).toEqual(['echo: hi'])
    expect([...chat.channel.cards.values()][0]?.open).toBe(false)
  })

  test('that the platform refuses for good is told in a sentence', async () => {
    const chat = await start()
    chat.channel.fail('send', 'lark-content-refused', 1)
    await chat.say('hi')
    await until('it is over', () => chat.lastFates().includes('failed'))
    expect(chat.channel.texts()).toEqual([
      'I have an answer, but the platform refused to carry its content. Please ask in other words.',
    ])
  })

  test('survives every single write of its card failing', async () => {
    const chat = await start({ script: slow })
    chat.channel.fail('writeCard', 'lark-rate-limited')
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect([...chat.channel.cards.values()][0]?.view.answer).toBe('echo: hi')
  })

  test('needs no typing sign to answer', async () => {
    const chat = await start({ script: slow })
    chat.channel.fail('startTyping', 'lark-scope-missing')
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
  })

  test('waits for the platform when it is away for a moment', async () => {
    const chat = await start()
    chat.channel.fail('send', 'lark-unreachable', 1)
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.texts()).toEqual(['echo: hi'])
  })
})

describe('stopping', () => {
  test.each(['/stop', '停止', 'stop'])('%s ends the turn and drops what the sender had in line', async word => {
    const gate = gated()
    const chat = await start({ script: gate.script })
    await chat.say('first')
    await chat.say('second')
    await until('the turn runs', () => gate.asked.length === 1 && chat.sessions.counts.waiting === 1)
    await chat.say(word)
    await until('it is stopped', () => chat.channel.texts().length === 1)
    expect(chat.channel.texts()).toEqual([word === '停止' ? '已停止。' : 'Stopped.'])
    expect(chat.sessions.counts).toEqual({ waiting: 0, running: 0 })
    expect(gate.asked).toEqual(['first'])
  })

  test('does not wait behind a doctor that still looks, who answers in the end and only once', async () => {
    const gate = gated()
    const { promise: findings, resolve: find } = Promise.withResolvers<string>()
    let asked = 0
    const doctor = () => ((asked += 1), findings)
    const chat = await start({ script: gate.script, account: { ownerIds: ['ou_ann'] }, doctor })
    await chat.say('work')
    await until('the turn runs', () => gate.asked.length === 1)
    await chat.say('/doctor')
    await until('the doctor looks', () => asked === 1)
    await chat.say('/stop')
    await until('it is stopped', () => chat.channel.texts().includes('Stopped.'))
    await chat.pipeline.resume()
    find('All is well.')
    await until('the doctor has answered', () => chat.channel.texts().includes('All is well.'))
    expect(asked).toBe(1)
    expect(chat.channel.texts()).toEqual(['Stopped.', 'All is well.'])
  })

  test('a doctor who still looks does not keep Perch from ending, and is asked again at the next start', async () => {
    const doctor = () => new Promise<string>(() => undefined)
    const chat = await startChat({ account: { ownerIds: ['ou_ann'] }, doctor })
    await chat.say('/doctor')
    await chat.stop({ keep: true, grace: 0 })
    const again = await start({ account: { ownerIds: ['ou_ann'] }, dir: chat.folder })
    await again.pipeline.resume()
    await until('it is answered', () => again.channel.texts().length === 1)
    expect(again.channel.texts()).toEqual(['all is well'])
  })

  test('is refused to somebody else in the group, but not to an owner', async () => {
    const gate = gated()
    const group = { chatId: 'oc_g', chatType: 'group', mention: true } as const
    const chat = await start({ script: gate.script, account: { groupPolicy: 'open', ownerIds: ['ou_own'] } })
    await chat.say('work', group)
    await until('the turn runs', () => gate.asked.length === 1)
    await chat.say('/stop', { ...group, senderId: 'ou_bob' })
    await until('it is refused', () => chat.channel.texts().length === 1)
    expect(chat.sessions.counts.running).toBe(1)
    await chat.say('/stop', { ...group, senderId: 'ou_own' })
    await until('it is stopped', () => chat.channel.texts().includes('Stopped.'))
  })

  test('a message that is withdrawn is not answered', async () => {
    const gate = gated()
    const chat = await start({ script: gate.script })
    const message = arrival('oops')
    await chat.deliver(message)
    await until('the turn runs', () => gate.asked.length === 1)
    chat.recall(message.messageId)
    await until('it is skipped', () => chat.lastFates().includes('skipped'))
    expect(chat.channel.texts()).toEqual([])
  })
})

describe('a stranger', () => {
  test('is held with a code and their Open ID, once an hour, and answered when they are allowed', async () => {
    const chat = await start({ account: { allowFrom: [] } })
    await chat.say('hello')
    await chat.say('are you there?')
    await until('both are held', () => chat.lastFates().length === 2 && chat.channel.texts().length)
    expect(chat.lastFates()).toEqual(['pending-pairing', 'pending-pairing'])
    const [person] = await chat.people.list()
    expect(person).toMatchObject({ standing: 'pending', openId: 'ou_ann', messages: 2 })
    expect(chat.channel.texts()).toEqual([expect.stringContaining(person?.pairingCode ?? 'no code')])
    expect(chat.channel.texts()[0]).toContain('ou_ann')

    chat.config.allowFrom.push('ou_ann')
    await chat.pipeline.policyChanged()
    await until('both are answered', () => chat.channel.texts().length === 3)
    expect(chat.channel.texts().slice(1)).toEqual(['echo: hello', 'echo: are you there?'])
    await until('nobody waits', async () => (await chat.people.list())[0]?.standing === 'allowed')
  })

  test('who is denied hears nothing more', async () => {
    const chat = await start({ account: { allowFrom: [] } })
    await chat.say('hello')
    await until('it is held', () => chat.lastFates().includes('pending-pairing'))
    await chat.people.decide('default', 'ou_ann', true)
    await chat.pipeline.policyChanged()
    await chat.say('hello?')
    await until('both are refused', () => chat.lastFates().every(fate => fate === 'not-allowed'))
    expect(chat.channel.texts()).toHaveLength(1)
  })

  test('gets no code while three others wait with theirs', async () => {
    const chat = await start({ account: { allowFrom: [] } })
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await chat.say('hello', { senderId: `ou_${name}`, chatId: `oc_${name}` })
    await until('all are held', () => chat.lastFates().length === 5)
    await until('three are told', () => chat.channel.texts().length === 3)
    expect((await chat.people.list()).filter(person => person.pairingCode)).toHaveLength(3)
  })

  test('who pesters is told their code again only after an hour', async () => {
    let now = 1_000_000
    const chat = await start({ account: { allowFrom: [] }, now: () => now })
    await chat.say('1')
    await until('they are told', () => chat.channel.texts().length === 1)
    await until('it is held', () => chat.lastFates().length === 1)
    now += 59 * 60_000
    await chat.say('2')
    await until('it is held', () => chat.lastFates().length === 2)
    now += 2 * 60_000
    await chat.say('3')
    await until('they are told again', () => chat.channel.texts().length === 2)
    expect(chat.channel.texts()[1]).not.toBe(chat.channel.texts()[0])
  })
})

describe('steering', () => {
  test('what the same sender adds joins the running turn; what others say waits', async () => {
    const asked: string[] = []
    const gate = Promise.withResolvers<void>()
    const script: Script = async function* (request): AsyncGenerator<TurnEvent> {
      asked.push(request.text)
      if (request.text === 'go') {
        await gate.promise
        const joined = (await request.steer?.()) ?? []
        yield { type: 'steered', ids: joined.map(({ id }) => id) }
        yield { type: 'text-added', text: `with ${joined.map(({ text }) => text).join()}` }
        yield { type: 'turn-ended', reason: 'done' }
      } else yield* echoes(request)
    }
    const group = { chatId: 'oc_g', chatType: 'group', mention: true } as const
    const chat = await start({ script, account: { groupPolicy: 'open' } })
    await chat.say('go', group)
    await until('the turn runs', () => asked.length === 1)
    await chat.say('and this', group)
    await chat.say('mine', { ...group, senderId: 'ou_bob' })
    await until('both wait', () => chat.sessions.counts.waiting === 2)
    gate.resolve()
    await until('all are settled', () => chat.channel.texts().length === 2)
    expect(chat.channel.texts()).toEqual(['with and this', 'echo: mine'])
    await until('the fates are known', () => chat.lastFates().every(fate => ['answered', 'joined'].includes(fate)))
    expect(chat.lastFates()).toEqual(['answered', 'joined', 'answered'])
  })
})

describe('after a stop in the middle', () => {
  test('a running turn is taken up again, in the card it had begun', async () => {
    const gate = gated()
    const channel = new FakeChannel()
    const chat = await start({
      channel,
      script: async function* (request) {
        yield { type: 'tool-started', id: 's', tool: 't', target: '', access: 'read', at: Date.now() }
        yield* gate.script(request)
      },
    })
    await chat.say('hi')
    await until('the card is there', () => channel.sent.length === 1)
    await chat.stop({ keep: true, grace: 0 })
    running.pop()
    const again = await start({ dir: chat.folder, channel })
    await again.pipeline.resume()
    await until('it is answered', () => again.lastFates().includes('answered'))
    expect(channel.cards.size).toBe(1)
    expect([...channel.cards.values()][0]).toMatchObject({ open: false, view: { answer: 'echo: hi' } })
    expect(channel.sent).toHaveLength(1)
    const sequences = [...channel.cards.values()][0]?.sequences ?? []
    expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b))
  })

  test('a typing sign that was left is taken away', async () => {
    const gate = gated()
    const channel = new FakeChannel()
    const chat = await start({ channel, script: gate.script })
    await chat.say('hi')
    await until('the sign is there', () => channel.typing.size)
    await chat.stop({ keep: true, grace: 0 })
    running.pop()
    expect(channel.typing.size).toBe(1)
    const again = await start({ dir: chat.folder, channel })
    await again.pipeline.resume()
    await until('it is answered and tidied', () => channel.typing.size === 0 && channel.texts().length === 1)
  })
})

describe('two decisions at the same moment', () => {
  test('answer a message that waited once', async () => {
    const asked: string[] = []
    const chat = await start({
      account: { allowFrom: [] },
      script: async function* (request) {
        asked.push(request.text)
        yield* echoes(request)
      },
    })
    await chat.say('hello')
    await until('it is held', () => chat.lastFates().includes('pending-pairing'))
    chat.config.allowFrom.push('ou_ann')
    await Promise.all([chat.pipeline.policyChanged(), chat.pipeline.resume(), chat.pipeline.policyChanged()])
    await until('it is answered', () => chat.lastFates().includes('answered'))
    await chat.pipeline.resume()
    await chat.say('next')
    await until('the next is answered', () => asked.includes('next'))
    expect(asked).toEqual(['hello', 'next'])
  })
})

describe('an owner who pairs somebody from their own chat', () => {
  test('lets the stranger in by their code; nobody else can', async () => {
    const chat = await start({ account: { allowFrom: ['ou_bob'], ownerIds: ['ou_own'] } })
    await chat.say('hello')
    await until('it is held', () => chat.channel.texts().length === 1)
    const code = (await chat.people.list()).find(person => person.pairingCode)?.pairingCode ?? ''
    await chat.say(`/pair ${code}`, { senderId: 'ou_bob', chatId: 'oc_bob' })
    await until('it is refused', () => chat.channel.texts().some(text => text.includes('Only an owner')))
    await chat.say('/pair 0000-0000', { senderId: 'ou_own', chatId: 'oc_own' })
    await until('it is unknown', () => chat.channel.texts().some(text => text.includes('Nobody waits')))
    await chat.say(`/pair ${code}`, { senderId: 'ou_own', chatId: 'oc_own' })
    await until('the stranger is answered', () => chat.channel.texts().includes('echo: hello'))
  })
})
