import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Press } from '../../main/chat/channel.ts'
import { Config } from '../../main/contract/config.ts'
import { arrival, startChat, until, type Script, type TestChat } from '../fakes/chat.ts'

const running: TestChat[] = []
const start = async (...options: Parameters<typeof startChat>): Promise<TestChat> => {
  const chat = await startChat(...options)
  running.push(chat)
  return chat
}
afterEach(async () => {
  for (const chat of running.splice(0)) await chat.stop({ grace: 0 })
})

const fast = { quota: { ...Config.parse({}).channels.lark.quota, unmetered: true } }
const step = { id: 's', tool: 'list_files', target: '.' } as const
const stepping: Script = async function* () {
  yield { type: 'tool-started', ...step, access: 'read', at: Date.now() }
  await sleep(50)
  yield { type: 'tool-ended', id: 's', tool: 'list_files', ok: true, milliseconds: 50 }
}
/** A step, so that there is a card at once, then the text in pieces. */
const telling = (text: string, parts: number, pause: number): Script =>
  async function* (request) {
    yield* stepping(request)
    const size = Math.ceil(text.length / parts)
    for (let from = 0; from < text.length && !request.signal.aborted; from += size) {
      yield { type: 'text-added', text: text.slice(from, from + size) }
      await sleep(pause)
    }
    yield { type: 'turn-ended', reason: request.signal.aborted ? 'stopped' : 'done' }
  }

const long = Array.from({ length: 500 }, (_, index) => `word${index}`).join(' ')
const views = ({ channel }: TestChat) => [...channel.cards.values()].map(({ view }) => view)
const press = (over: Partial<Press>): Press => ({
  eventId: `e${Math.random()}`,
  messageId: 'om_card',
  chatId: 'oc_dm',
  operatorId: 'ou_ann',
  action: 'stop',
  id: '1',
  ...over,
})

describe('an answer that outgrows its card', () => {
  test('that a channel fails to cut does not end the process, and comes whole at the end', async () => {
    const chat = await start({ account: fast, script: telling(long, 4, 60) })
    const bodies = chat.channel.bodies.bind(chat.channel)
    let left = 1
    chat.channel.bodies = markdown => {
      if (markdown !== '' && left-- > 0) throw new RangeError('too deep')
      return bodies(markdown)
    }
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect([...views(chat).map(({ answer }) => answer), ...chat.channel.texts()].join('')).toBe(long)
  })

  test('goes on in the next one while it streams, and each is finished once with its part', async () => {
    const chat = await start({ account: fast, script: telling(long, 40, 60) })
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(views(chat).map(({ answer }) => answer)).toEqual(long.match(/[^]{1,2000}/g))
    expect([...chat.channel.cards.values()].every(({ open }) => !open)).toBe(true)
    expect(views(chat).map(({ steps }) => steps.includes('list_files'))).toEqual([true, false])
    expect(chat.channel.texts()).toEqual([])
    expect(chat.channel.calls.filter(call => call === 'finishCard')).toHaveLength(2)
  })

  test('comes as messages behind its first card when no second one can be made', async () => {
    const chat = await start({ account: fast, script: telling(long, 40, 30) })
    await chat.say('hi')
    await until('the first card is there', () => chat.channel.cards.size)
    chat.channel.fail('createCard', 'lark-busy')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect([...views(chat).map(({ answer }) => answer), ...chat.channel.texts()].join('')).toBe(long)
  })

  test('a card of an earlier run that nothing is left for says so', async () => {
    const script = telling(long, 40, 80)
    const chat = await start({ account: fast, script })
    await chat.say('hi')
    await until('the second card is there', () => chat.channel.cards.size === 2)
    await chat.stop({ keep: true, grace: 0 })
    running.pop()
    const again = await start({ dir: chat.folder, channel: chat.channel, script: telling('short', 1, 0) })
    await again.pipeline.resume()
    await until('it is answered', () => again.lastFates().includes('answered'))
    await until('the second card is closed', () => views(again)[1]?.answer === '↑')
    expect(views(again)[0]?.answer).toBe('short')
  })
})

describe('a turn without words', () => {
  const silent: Script = async function* () {
    yield { type: 'turn-ended', reason: 'done' }
  }

  test('leaves the sign for "done" when there is nothing else to see', async () => {
    const chat = await start({ script: silent })
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.sent).toEqual([])
    expect(chat.channel.calls).toContain('markDone')
  })

  test('says so in its card when it has one, and leaves no sign', async () => {
    const chat = await start({
      script: async function* (request) {
        yield* stepping(request)
        await until('the card is there', () => chat.channel.cards.size)
        yield* silent(request)
      },
    })
    await chat.say('hi')
    await until('it is answered', () => chat.lastFates().includes('answered'))
    expect(chat.channel.cards.get('card-0')).toMatchObject({ open: false, view: { answer: 'Done.' } })
    expect(chat.channel.calls).not.toContain('markDone')
  })

  test('that was stopped leaves no sign of being done', async () => {
    const chat = await start({
      script: async function* ({ signal }) {
        await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
        yield { type: 'turn-ended', reason: 'stopped' }
      },
    })
    const message = arrival('hi')
    await chat.deliver(message)
    await until('it runs', () => chat.sessions.counts.running)
    chat.recall(message.messageId)
    await until('it is stopped', () => chat.lastFates().includes('skipped'))
    expect(chat.channel.calls).not.toContain('markDone')
  })
})

describe('the stop button of a card', () => {
  test('ends the turn for its sender and for owners only, and only on its own account', async () => {
    const chat = await start({ account: { ownerIds: ['ou_own'] }, script: telling(long, 400, 30) })
    const sink = chat.pipeline.sink('default')
    await chat.say('hi')
    const card = await until('the card is there', () => views(chat)[0])
    const { action = '', id = '' } = card.button ?? {}
    expect(card.button).toMatchObject({ label: 'Stop', action: 'stop' })
    expect(await sink.pressed(press({ action, id, operatorId: 'ou_bob' }))).toMatchObject({ kind: 'warning' })
    expect(await chat.pipeline.sink('other').pressed(press({ action, id }))).toMatchObject({ kind: 'info' })
    expect(chat.sessions.counts.running).toBe(1)
    expect(await sink.pressed(press({ action, id, operatorId: 'ou_own' }))).toMatchObject({ kind: 'success' })
    await until('it is stopped', () => chat.sessions.counts.running === 0)
    await until('the card is closed', () => chat.channel.cards.get('card-0')?.open === false)
    expect(views(chat)[0]?.answer).toMatch(/Stopped\.$/)
    expect(views(chat)[0]?.button).toBeUndefined()
    expect(await sink.pressed(press({ action, id }))).toMatchObject({ kind: 'info' })
  })
})
