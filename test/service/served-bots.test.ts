import { expect, test } from 'vitest'
import { accountsOf } from '../../main/config/accounts.ts'
import { Config } from '../../main/contract/config.ts'
import { createServedBots } from '../../main/service/served-bots.ts'
import { startChat, until } from '../fakes/chat.ts'

const accountWith = (appId: string) => {
  const [account] = accountsOf(Config.parse({ channels: { lark: { appId } } }), new Map())
  if (!account) throw new Error('there is an account')
  return account
}
const ONE = accountWith('cli_0000000000000001')
const TWO = accountWith('cli_0000000000000002')

async function world() {
  let now = 1000
  const chat = await startChat({ account: { allowFrom: [] }, now: () => now })
  const served = createServedBots({ bots: chat.store.bots, people: chat.people, now: () => now })
  return { chat, served, wait: (milliseconds: number) => void (now += milliseconds) }
}

test('with another App ID, who waited for the bot before waits no more, and their messages have expired', async () => {
  const { chat, served, wait } = await world()
  await served.begin(ONE)
  await chat.say('let me in', { messageId: 'om_held', senderId: 'ou_of_one' })
  await until('the message is held', () => chat.lastFates()[0] === 'pending-pairing')
  wait(500)
  await served.begin(TWO)
  await chat.pipeline.resume()
  await until('it has expired', () => chat.fatesOf('om_held').at(-1) === 'expired')
  expect(await chat.people.list()).toMatchObject([{ openId: 'ou_of_one', standing: 'unknown' }])
  expect(await chat.store.inbox.held()).toEqual([])
  expect(await served.since(TWO)).toBe(1500)
  const told = chat.facts.findLast(fact => fact.type === 'event-fated')
  expect(told).toMatchObject({ entry: { reason: expect.stringContaining('another App ID') } })
  await chat.say('and me', { messageId: 'om_new', senderId: 'ou_of_two' })
  await until('the new one is held', () => chat.fatesOf('om_new').at(-1) === 'pending-pairing')
  await chat.stop()
})

test('the same bot again changes nothing, and one that was never connected has seen nothing', async () => {
  const { chat, served, wait } = await world()
  await served.begin(ONE)
  await chat.say('let me in', { messageId: 'om_held' })
  await until('the message is held', () => chat.lastFates()[0] === 'pending-pairing')
  wait(500)
  await served.begin(ONE)
  await chat.pipeline.resume()
  expect(await chat.people.list()).toMatchObject([{ standing: 'pending' }])
  expect([await served.since(ONE), await served.since(TWO)]).toEqual([0, 1500])
  await chat.stop()
})

test('what is in line or under way for the bot before asks nobody any more, and is no failure', async () => {
  const started = Promise.withResolvers<void>()
  const going = Promise.withResolvers<void>()
  const asked: string[] = []
  const chat = await startChat({
    script: async function* ({ text }) {
      asked.push(text)
      started.resolve()
      await going.promise
      yield { type: 'text-added', text: 'too late' }
      yield { type: 'turn-ended', reason: 'done' }
    },
  })
  const served = createServedBots({ bots: chat.store.bots, people: chat.people, now: Date.now })
  await served.begin(ONE)
  await chat.say('one', { messageId: 'om_running' })
  await started.promise
  await chat.say('two', { messageId: 'om_waiting' })
  await until('the second is in line', () => chat.fatesOf('om_waiting').at(-1) === 'queued')
  await served.begin(TWO)
  // what a line to a bot that is gone says
  for (const call of ['send', 'createCard', 'finishCard']) chat.channel.fail(call, 'not-found')
  going.resolve()
  const isExpired = (id: string) => chat.fatesOf(id).at(-1) === 'expired'
  await until('both have expired', () => isExpired('om_running') && isExpired('om_waiting'))
  expect(asked).toEqual(['one'])
  await chat.stop()
})

test('the same app at another address is the same bot', async () => {
  const { chat, served, wait } = await world()
  await served.begin(ONE)
  await chat.say('let me in', { messageId: 'om_held' })
  await until('the message is held', () => chat.lastFates()[0] === 'pending-pairing')
  wait(500)
  await served.begin({ ...ONE, baseUrl: 'https://elsewhere.example' })
  await chat.pipeline.resume()
  expect(await chat.people.list()).toMatchObject([{ standing: 'pending' }])
  await chat.stop()
})
