import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { perch } from '../fakes/perch.ts'

let journey: Journey
afterEach(() => journey.stop())

describe('a message on the real path', () => {
  beforeEach(async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open', groupPolicy: 'open' } })
  })

  test('is answered by reply, in DM, group and thread, each in its place', async () => {
    await journey.start()
    const { world } = journey
    const ann = await world.createPerson({ name: 'Ann' })
    const group = await world.createGroup({ name: 'Team', members: [ann.openId] })
    const topics = await world.createGroup({ name: 'Topics', members: [ann.openId], mode: 'topic' })

    const direct = await world.say({ person: ann.openId, text: 'one' })
    const mention = await world.say({ person: ann.openId, chat: group.chatId, text: 'two', mentionBot: true })
    const topic = await world.say({ person: ann.openId, chat: topics.chatId, text: 'three', mentionBot: true })
    const chatter = await world.say({ person: ann.openId, chat: group.chatId, text: 'four' })
    const everybody = await world.say({ person: ann.openId, chat: group.chatId, text: 'five', mentionAll: true })

    const [one] = await journey.answers(direct.messageId)
    const [two] = await journey.answers(mention.messageId)
    const [three] = await journey.answers(topic.messageId)
    expect(one).toMatchObject({ text: 'echo: one', parentId: direct.messageId, chatId: direct.chatId })
    expect(two?.text).toContain('two')
    expect(three?.text).toContain('three')
    expect(two).toMatchObject({ parentId: mention.messageId, chatId: group.chatId })
    expect(three).toMatchObject({ threadId: topic.threadId, chatId: topics.chatId })
    expect(await world.replies({ messageId: chatter.messageId })).toEqual([])
    expect(await world.replies({ messageId: everybody.messageId })).toEqual([])
  })

  test('prints its start lines and answers the command line', async () => {
    const process = await journey.start()
    expect(process.lines).toEqual([
      expect.stringMatching(/^perch \d+\.\d+\.\d+ · home \S+ · log \S+\/logs\/perch-\d{4}-\d\d-\d\d\.\d+\.log$/),
      expect.stringMatching(/^ready: http:\/\/127\.0\.0\.1:\d+\/#token=\S+$/),
      `[lark] [default] starting Lark provider (cli_a1b2c3d4e5f60718) in websocket mode`,
      '[ws] ws connect success',
      '[ws] ws client ready',
    ])
    const health = await fetch(`${process.lines[1]?.match(/http:[^#]+/)?.[0] ?? ''}api/v1/health`)
    expect(await health.json()).toEqual({ status: 'ok', version: expect.any(String) })
    const status = await perch(journey.home, ['status', '--json'])
    expect(status).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(status.stdout)).toMatchObject({
      pid: process.child.pid,
      home: journey.home,
      accounts: [
        { id: 'default', state: 'online', mode: 'websocket', bot: { name: 'Lark' }, quota: { limit: 10_000 } },
      ],
      llm: { provider: 'openai-compatible', model: 'echo', ready: true },
      queue: { waiting: 0, running: 0 },
    })
    expect(await process.stop()).toBe(0)
  })

  test('uses tools inside the workspace and shows them as steps', async () => {
    await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    const asked = await journey.world.say({ person: ann.openId, text: '/whoami' })
    const [answer] = await journey.answers(asked.messageId)
    expect(answer?.text).toContain(ann.openId)
    expect(answer?.text).toContain(asked.chatId)
  })
})

describe('the owner decides', () => {
  test('live: a stranger is held, allowed by their code, answered, then denied, without a restart', async () => {
    journey = await startJourney()
    const { world, home } = journey
    await journey.start()
    const ann = await world.createPerson({ name: 'Ann' })
    const hello = await world.say({ person: ann.openId, text: '你好' })
    const [held] = await journey.answers(hello.messageId)
    expect(held?.text).toContain(ann.openId)
    const people = JSON.parse((await perch(home, ['people', '--json'])).stdout)
    expect(people).toMatchObject([{ account: 'default', openId: ann.openId, standing: 'pending', messages: 1 }])
    expect(held?.text).toContain(people[0].pairingCode)

    expect(await perch(home, ['allow', people[0].pairingCode])).toMatchObject({ code: 0 })
    const [, answer] = await journey.answers(hello.messageId, 2)
    expect(answer?.text).toBe('echo: 你好')
    const config = JSON.parse((await perch(home, ['config', 'get', 'channels.lark.allowFrom'])).stdout)
    expect(config).toEqual([ann.openId])

    expect(await perch(home, ['deny', ann.openId])).toMatchObject({ code: 0 })
    const later = await world.say({ person: ann.openId, text: 'still there?' })
    await until('it is refused', async () => {
      const log = (await perch(home, ['logs', '--grep', later.messageId])).stdout
      return log.includes('not-allowed')
    })
    expect(await world.replies({ messageId: later.messageId })).toEqual([])
  })

  test('a group is admitted as a whole, and the config file stays readable', async () => {
    journey = await startJourney()
    const { world, home } = journey
    await journey.start()
    const ann = await world.createPerson({ name: 'Ann' })
    const group = await world.createGroup({ name: 'Team', members: [ann.openId] })
    await world.say({ person: ann.openId, chat: group.chatId, text: 'before', mentionBot: true })
    expect(await perch(home, ['allow', group.chatId])).toMatchObject({ code: 0 })
    const after = await world.say({ person: ann.openId, chat: group.chatId, text: 'after', mentionBot: true })
    await journey.answers(after.messageId)
    expect(journey.model.asked.filter(text => text.includes('before'))).toEqual([])
    expect(await perch(home, ['config', 'check'])).toMatchObject({ code: 0 })
  })
})
