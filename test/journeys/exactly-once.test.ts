import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'

let journey: Journey
afterEach(() => journey.stop())

/** `count` people, each in a chat of their own with the bot. */
async function peopleOf({ world }: Journey, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => (await world.createPerson({ name: `P${index}` })).openId),
  )
}

describe('one answer', () => {
  test('however often the event comes, under whatever event id, before and after a restart', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const { world } = journey
    const first = await journey.start()
    const [ann = ''] = await peopleOf(journey, 1)
    const said = await world.say({ person: ann, text: 'once' })
    const eventId = said.eventId ?? ''
    await world.deliver({ eventId })
    await world.deliver({ eventId })
    await world.deliver({ eventId, newEventId: true })
    await journey.answers(said.messageId)
    await first.stop('SIGKILL')
    await journey.start()
    await world.deliver({ eventId })
    const next = await world.say({ person: ann, text: 'next' })
    await journey.answers(next.messageId)
    await sleep(500)
    expect(await world.replies({ messageId: said.messageId })).toHaveLength(1)
    expect(journey.model.asked).toEqual(['once', 'next'])
  })

  test('200 messages over 20 chats within a second: acknowledged at once, answered in order, none twice', async () => {
    journey = await startJourney({ lark: { groupPolicy: 'open' }, model: { wait: 300 } })
    const { world } = journey
    await journey.start()
    // In each chat ten people write one message: what one of them writes in one breath would be one question.
    const people = await peopleOf(journey, 10)
    const chats = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, number) => (await world.createGroup({ name: `G${number}`, members: people })).chatId,
      ),
    )
    const said = await Promise.all(
      people.map((person, round) =>
        Promise.all(chats.map(chat => world.say({ person, chat, text: `m${round}`, mentionBot: true }))),
      ),
    )
    const all = said.flat()
    await until('all are acknowledged', async () => {
      const codes = (await world.acknowledgements({})).filter(
        ({ type, code }) => type === 'im.message.receive_v1' && code === 200,
      )
      return new Set(codes.map(({ messageId }) => messageId)).size === all.length
    })
    await until('all are answered', async () => journey.model.asked.length === all.length, 60_000)
    for (const { messageId } of all) await journey.answers(messageId, 1, 60_000)
    for (const [index, chat] of chats.entries()) {
      const seen = (await world.look({ chat })).filter(message => message.sender.kind === 'bot')
      expect(seen.map(message => /m\d$/.exec(message.text)?.[0])).toEqual(people.map((_, round) => `m${round}`))
      expect(seen.map(message => message.parentId)).toEqual(said.map(round => round[index]?.messageId))
    }
    const refused = (await world.calls({})).filter(call => call.code === 230_020 || call.code === 99_991_400)
    expect(refused).toEqual([])
    await until(
      'no sign is left',
      async () => {
        const seen = await Promise.all(chats.map(chat => world.look({ chat })))
        return seen.flat().every(message => message.reactions.length === 0)
      },
      30_000,
    )
  })
})

describe('kill -9 in the middle of 20 turns', () => {
  const rows = [
    { when: 'just after the messages came', after: 50, wait: 200, pause: 20 },
    { when: 'while the model thinks', after: 900, wait: 3000, pause: 20 },
    { when: 'while the cards are opened', after: 2300, wait: 200, pause: 200 },
    { when: 'while the cards stream', after: 3600, wait: 200, pause: 300 },
  ]
  test.each(rows)(
    '$when: every message is answered once, no card is left streaming',
    async ({ after, wait, pause }) => {
      journey = await startJourney({
        lark: { dmPolicy: 'open' },
        model: {
          wait,
          pause,
          answer: question => `echo: ${question} and many more words that take their time to come`,
        },
      })
      const { world, model } = journey
      const first = await journey.start()
      const people = await peopleOf(journey, 20)
      const said = await Promise.all(people.map((person, index) => world.say({ person, text: `m${index}` })))
      await until(
        'all are acknowledged',
        async () => (await world.acknowledgements({})).filter(({ code }) => code === 200).length >= 20,
      )
      await sleep(after)
      await first.stop('SIGKILL')
      Object.assign(model.options, { wait: 50, pause: 5 })
      await journey.start()
      for (const [index, { messageId }] of said.entries()) {
        const [answer, ...more] = await journey.answers(messageId, 1, 60_000)
        expect(answer?.text).toContain(`echo: m${index} and many more words that take their time to come`)
        expect(more).toEqual([])
      }
      await until(
        'all is tidy',
        async () => {
          const chats = await Promise.all(said.map(({ chatId }) => world.look({ chat: chatId })))
          return chats.flat().every(message => message.reactions.length === 0 && !message.card?.streaming)
        },
        30_000,
      )
      const bots = await Promise.all(said.map(({ chatId }) => world.look({ chat: chatId })))
      expect(bots.flat().filter(message => message.sender.kind === 'bot')).toHaveLength(20)
    },
  )
})

describe('calls that fail in the middle of an answer', () => {
  test('a card service that is down costs neither the answer nor the next message of the chat', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, model: { wait: 2500, pause: 100 } })
    const { world } = journey
    await journey.start()
    const [ann = ''] = await peopleOf(journey, 1)
    const said = await world.say({ person: ann, text: 'a few words that take a moment to come' })
    await until('the card is shown', async () => (await world.replies({ messageId: said.messageId })).length === 1)
    await world.failRoute({ route: 'cardkit', status: 500, times: 1000 })
    const next = await world.say({ person: ann, text: 'next' })
    const text = (message: { text: string }) => message.text.includes('echo: a few words that take a moment to come')
    await until(
      'the answer is there',
      async () => (await world.replies({ messageId: said.messageId })).some(text),
      80_000,
    )
    await until(
      'the next one too',
      async () =>
        (await world.replies({ messageId: next.messageId })).some(({ text: words }) => words.includes('echo: next')),
      30_000,
    )
    await world.clearFaults({})
    await until(
      'no card is left streaming',
      async () => (await world.look({ chat: said.chatId })).every(message => !message.card?.streaming),
      60_000,
    )
    expect((await world.replies({ messageId: said.messageId })).filter(text)).toHaveLength(1)
  }, 180_000)

  test('a typing sign whose answer was lost, or that may not be removed at once, goes in the end', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, model: { wait: 1200 } })
    const { world } = journey
    await journey.start()
    const [ann = ''] = await peopleOf(journey, 1)
    await world.failRoute({ route: 'POST /open-apis/im/v1/messages/:message_id/reactions', drop: 'after' })
    await world.failRoute({ route: 'DELETE /open-apis/im/v1/messages/:message_id/reactions', status: 500, times: 7 })
    const said = await world.say({ person: ann, text: 'hi' })
    await journey.answers(said.messageId)
    await until(
      'no sign is left',
      async () => (await world.message({ messageId: said.messageId })).reactions.length === 0,
      90_000,
    )
  }, 120_000)
})
