import { afterEach, describe, expect, test } from 'vitest'
import { tablesIn } from '../../main/lark/markdown.ts'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { longAnswer, marksIn } from '../fakes/long-answer.ts'

let journey: Journey
afterEach(() => journey.stop())

type Replies = Awaited<ReturnType<Journey['answers']>>
const open = { dmPolicy: 'open', groupPolicy: 'open' }
const shown = (replies: Replies) => replies.map(({ card, text }) => card?.fullText ?? text).join('\n')
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ')

const apiCalls = async (path = '') => (await journey.world.calls({})).filter(({ route }) => route.includes(path))
const refused = async () => (await journey.world.calls({})).filter(({ code }) => code !== undefined && code !== 0)

async function ask(text = 'hi', answer?: string) {
  if (answer !== undefined) Object.assign(journey.model.options, { answer: () => answer })
  const person = (await journey.world.createPerson({ name: 'Ann' })).openId
  const said = await journey.world.say({ person, text })
  return { person, ...said }
}

const standing = (messageId: string, last: string, within = 60_000) =>
  until(
    `the answer stands to its end (${last})`,
    async () => {
      const replies = await journey.world.replies({ messageId })
      return shown(replies).includes(last) && replies.every(({ card }) => !card?.streaming) ? replies : undefined
    },
    within,
  )

const withoutSigns = (messageId: string) =>
  until('no sign is left', async () => (await journey.world.message({ messageId })).reactions.length === 0, 30_000)

describe('a long answer', () => {
  test.each([
    ['that streams', { wait: 2300, pause: 1 }],
    ['that comes at once', { wait: 0, pause: 0 }],
  ])('%s arrives whole, in order, in its thread, every part accepted', async (_how, timing) => {
    const answer = longAnswer()
    expect(Buffer.byteLength(answer)).toBeGreaterThan(50_000)
    journey = await startJourney({ lark: open, model: { ...timing, answer: () => answer } })
    await journey.start()
    const { world } = journey
    const ann = (await world.createPerson({ name: 'Ann' })).openId
    const group = await world.createGroup({ name: 'Topics', members: [ann], mode: 'topic' })
    const asked = await world.say({ person: ann, chat: group.chatId, text: 'long', mentionBot: true })
    const replies = await standing(asked.messageId, '结束。')
    expect(marksIn(shown(replies))).toEqual(marksIn(answer))
    expect(new Set(replies.map(({ type }) => type))).toEqual(new Set(['interactive']))
    expect(new Set(replies.map(({ threadId }) => threadId))).toEqual(new Set([asked.threadId]))
    for (const { card } of replies) expect(tablesIn(card?.fullText ?? '')).toBeLessThanOrEqual(3)
    expect(shown(replies)).not.toMatch(/<\s*at\b/)
    expect(replies.flatMap(({ card }) => card?.controls ?? [])).toEqual([])
    expect(await refused()).toEqual([])
    await withoutSigns(asked.messageId)
  })

  test('goes on after a crash in its second card, without a word lost or said twice', async () => {
    const answer = longAnswer()
    journey = await startJourney({
      lark: { ...open, quota: { unmetered: true } },
      model: { wait: 2300, pause: 4, answer: () => answer },
    })
    const first = await journey.start()
    const asked = await ask('long')
    await until(
      'the second card streams',
      async () => {
        const [, second] = await journey.world.replies({ messageId: asked.messageId })
        return second?.card?.streaming === true && second.text.length > 200
      },
      60_000,
    )
    await first.stop('SIGKILL')
    Object.assign(journey.model.options, { wait: 10, pause: 0 })
    await journey.start()
    const replies = await standing(asked.messageId, '结束。')
    expect(marksIn(shown(replies))).toEqual(marksIn(answer))
    expect(replies.flatMap(({ card }) => card?.controls ?? [])).toEqual([])
    await withoutSigns(asked.messageId)
  })

  test('whose cards are no longer needed after a crash leaves none at work', async () => {
    journey = await startJourney({
      lark: { ...open, quota: { unmetered: true } },
      model: { wait: 2300, pause: 4, answer: longAnswer },
    })
    const first = await journey.start()
    const asked = await ask('long')
    await until(
      'the second card is there',
      async () => (await journey.world.replies({ messageId: asked.messageId })).length >= 2,
      60_000,
    )
    await first.stop('SIGKILL')
    Object.assign(journey.model.options, { wait: 10, pause: 0, answer: () => 'A short one this time.' })
    await journey.start()
    const [one, ...others] = await standing(asked.messageId, 'A short one this time.')
    expect(one?.text).toBe('A short one this time.')
    await until('the others are closed', async () => {
      const cards = (await journey.world.replies({ messageId: asked.messageId })).slice(1)
      return cards.length === others.length && cards.every(({ text }) => text === '↑')
    })
  })
})

describe('an answer costs few calls', () => {
  test('a short one at most three, one of 2,000 words at most 25', async () => {
    journey = await startJourney({ lark: open })
    await journey.start()
    await journey.world.clearCalls({})
    const short = await ask('hi')
    await journey.answers(short.messageId)
    const shortCalls = await apiCalls('/open-apis/im')
    expect(shortCalls.length).toBeLessThanOrEqual(3)

    Object.assign(journey.model.options, { wait: 200, pause: 8 })
    await journey.world.clearCalls({})
    const long = await ask('long', words(2000))
    await standing(long.messageId, 'word1999')
    await withoutSigns(long.messageId)
    const longCalls = [...(await apiCalls('/open-apis/im')), ...(await apiCalls('/open-apis/cardkit'))]
    const updates = longCalls.filter(({ method }) => method === 'PUT')
    console.log(
      `calls: short answer ${shortCalls.length}; 2,000 words ${longCalls.length}, of them ${updates.length} updates`,
    )
    expect(updates.length).toBeLessThanOrEqual(15)
    expect(longCalls.length).toBeLessThanOrEqual(25)
  })
})

describe('trouble while an answer streams', () => {
  const CREATE = 'POST /open-apis/cardkit/v1/cards'
  const SEND = '/reply'
  const WRITE = '/content'
  const FINISH = 'PUT /open-apis/cardkit/v1/cards/:card_id'
  const rows = [CREATE, SEND, WRITE, FINISH].flatMap(route => [
    { what: 'is answered 500', route, fault: { status: 500 } },
    {
      what: 'is rate limited (429)',
      route,
      fault: { status: 429, code: 99_991_400, headers: { 'x-ogw-ratelimit-reset': '1' } },
    },
    { what: 'is rate limited (230020)', route, fault: { status: 400, code: 230_020 } },
    { what: 'never arrives', route, fault: { drop: 'before' as const } },
    { what: 'arrives, but its answer is lost', route, fault: { drop: 'after' as const } },
  ])

  test('every call failing once, in every way: one whole answer each, no card at work, no sign left', async () => {
    journey = await startJourney({ lark: open, model: { wait: 2200, pause: 20 } })
    await journey.start()
    const { world } = journey
    const text = words(60)
    Object.assign(journey.model.options, { answer: () => text })
    for (const { what, route, fault } of rows) {
      await world.clearFaults({})
      await world.failRoute({ route, ...fault })
      const asked = await ask(`${route} ${what}`)
      const replies = await standing(asked.messageId, 'word59', 30_000)
      expect
        .soft(
          replies.map(reply => reply.text),
          `${route} ${what}`,
        )
        .toEqual([text])
      await withoutSigns(asked.messageId)
    }
  }, 240_000)

  test('a burst of rate limits on everything only delays it', async () => {
    journey = await startJourney({ lark: open, model: { wait: 2200, pause: 20, answer: () => words(60) } })
    await journey.start()
    await journey.world.failRoute({ route: '/open-apis/cardkit', status: 429, code: 99_991_400, times: 4 })
    await journey.world.failRoute({ route: '/reply', status: 400, code: 230_020, times: 3 })
    const asked = await ask()
    expect((await standing(asked.messageId, 'word59')).map(({ text }) => text)).toEqual([words(60)])
  })

  test('a card that the platform refuses comes as a post, a refused post as a text, each once', async () => {
    journey = await startJourney({ lark: open, model: { answer: () => '# Title\n\n**bold** text' } })
    await journey.start()
    await journey.world.failRoute({ route: '/reply', status: 400, code: 230_099, message: 'ErrCode: 11310' })
    const post = await ask()
    expect(await journey.answers(post.messageId)).toMatchObject([{ type: 'post', text: '**Title**\n\n**bold** text' }])
    await journey.world.failRoute({ route: '/reply', status: 400, code: 230_099, times: 2 })
    const plain = await ask()
    expect(await journey.answers(plain.messageId)).toMatchObject([{ type: 'text', text: 'Title\n\nbold text' }])
  })

  test('a stream that the platform ends after ten minutes goes on, and ends with the whole answer', async () => {
    journey = await startJourney({ lark: { ...open, quota: { unmetered: true } }, model: { wait: 2200, pause: 60 } })
    await journey.start()
    const asked = await ask('slow', words(150))
    const card = async () => (await journey.world.replies({ messageId: asked.messageId }))[0]?.card
    await until('it streams', async () => (await card())?.elements['answer']?.includes('word5'))
    await journey.world.advanceClock({ milliseconds: 11 * 60_000 })
    const before = (await card())?.elements['answer']?.length ?? 0
    await until('it streams again', async () => {
      const now = await card()
      return now?.streaming === true && (now.elements['answer']?.length ?? 0) > before
    })
    expect((await standing(asked.messageId, 'word149')).map(({ text }) => text)).toEqual([words(150)])
  })
})

describe('the stop button', () => {
  test('ends the turn for its sender, tells others why not, and is gone when the card is finished', async () => {
    journey = await startJourney({ lark: open, model: { wait: 2200, pause: 100, answer: () => words(400) } })
    await journey.start()
    const { world } = journey
    const [ann, bob] = [await world.createPerson({ name: 'Ann' }), await world.createPerson({ name: 'Bob' })]
    const group = await world.createGroup({ name: 'Team', members: [ann.openId, bob.openId] })
    const asked = await world.say({ person: ann.openId, chat: group.chatId, text: 'go', mentionBot: true })
    const first = async () => (await world.replies({ messageId: asked.messageId }))[0]
    const card = await until('the card streams', async () =>
      (await first())?.text.includes('word3') ? first() : undefined,
    )
    expect(card?.card?.controls).toMatchObject([{ tag: 'button', text: 'Stop', value: { action: 'stop' } }])
    const press = (person: string) => world.press({ person, messageId: card?.messageId ?? '', control: 'Stop' })
    expect(await press(bob.openId)).toMatchObject({
      kind: 'done',
      toast: { type: 'warning', content: expect.stringContaining('Only the person') },
    })
    expect((await first())?.card?.streaming).toBe(true)
    expect(await press(ann.openId)).toMatchObject({ kind: 'done', toast: { type: 'success' }, cardReplaced: false })
    const [stopped] = await standing(asked.messageId, 'Stopped.')
    expect(stopped?.text).toMatch(/^word0 word1[^]*\n\nStopped\.$/)
    expect(stopped?.card?.controls).toEqual([])
    await withoutSigns(asked.messageId)
  })
})
