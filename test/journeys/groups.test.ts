import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { ModelServer, says } from '../fakes/model-server.ts'
import { perch } from '../fakes/perch.ts'

let journey: Journey
afterEach(() => journey.stop())

const fateOf = async (messageId: string) => {
  const { stdout } = await perch(journey.home, ['logs', '--grep', messageId])
  return [...stdout.matchAll(/event ([a-z-]+)/g)].at(-1)?.[1]
}

describe('a group through the real SDK', () => {
  test('an owner and a guest who write at the same moment each get their own answer with their own tools', async () => {
    await using model = await ModelServer.start({ chunks: says('well') })
    const olga = 'ou_olga00000000000000000000000000'
    journey = await startJourney({
      lark: { groupPolicy: 'open', ownerIds: [olga] },
      config: { llm: { provider: 'openai-compatible', apiBase: model.url, model: 'm', apiKeyEnv: 'TEST_KEY' } },
    })
    const { world } = journey
    await world.createPerson({ name: 'Olga', openId: olga })
    const gus = (await world.createPerson({ name: 'Gus' })).openId
    const { chatId } = await world.createGroup({ name: 'Team', members: [olga, gus] })
    await journey.start()
    const say = (person: string, text: string) => world.say({ person, chat: chatId, text, mentionBot: true })
    const [mine, theirs] = await Promise.all([say(olga, 'from the owner'), say(gus, 'from the guest')])
    for (const { messageId } of [mine, theirs]) expect(await journey.answers(messageId)).toHaveLength(1)

    const asked = (words: string) =>
      model.seen.find(({ body }) =>
        JSON.stringify(body.messages.findLast(({ role }) => role === 'user')).includes(words),
      )
    const tools = (words: string) => asked(words)?.body.tools?.map(tool => tool.function.name)
    expect(tools('from the owner')).toContain('send_file')
    expect(tools('from the guest')).not.toContain('send_file')
    expect(tools('from the guest')).toContain('find_member')
    const told = JSON.stringify(asked('from the guest')?.body.messages[0])
    for (const name of ['Olga', 'Gus', olga, gus]) expect(told).toContain(name)
  })

  test('what one person writes in one breath is one question, and nobody else is drawn in', async () => {
    journey = await startJourney({ lark: { groupPolicy: 'open', dmPolicy: 'open' } })
    const { world, model } = journey
    const [ann, bob] = await Promise.all(['Ann', 'Bob'].map(async name => (await world.createPerson({ name })).openId))
    const { chatId } = await world.createGroup({ name: 'Team', members: [ann!, bob!] })
    await journey.start()
    const say = (person: string, text: string) => world.say({ person, chat: chatId, text, mentionBot: true })
    const first = await say(ann!, 'one')
    const other = await say(bob!, 'from bob')
    const second = await say(ann!, 'two')
    const third = await say(ann!, 'three')
    await journey.answers(first.messageId)
    await journey.answers(other.messageId)
    await until('the others joined', async () => (await fateOf(third.messageId)) === 'joined')
    expect(await fateOf(second.messageId)).toBe('joined')
    expect(await fateOf(first.messageId)).toBe('answered')
    const asked = model.asked
      .map(text => text.replaceAll(/\s*\n\s*/g, '|'))
      .toSorted((one, two) => one.length - two.length)
    expect(asked).toEqual([expect.stringMatching(/from bob$/), expect.stringMatching(/one\|two\|three$/)])
    for (const { messageId } of [second, third]) expect(await world.replies({ messageId })).toEqual([])
  })

  test('an answer calls members of the group, and nobody else', async () => {
    const answer = '@张三 and @Eve: `@张三` <at id=ou_nobody></at> @all'
    journey = await startJourney({ lark: { groupPolicy: 'open' }, model: { answer: () => answer } })
    const { world } = journey
    const ann = (await world.createPerson({ name: 'Ann' })).openId
    const zhang = (await world.createPerson({ name: '张三' })).openId
    await world.createPerson({ name: 'Eve' })
    const { chatId } = await world.createGroup({ name: 'Team', members: [ann, zhang] })
    await journey.start()
    const { messageId } = await world.say({ person: ann, chat: chatId, text: 'who?', mentionBot: true })
    const [sent] = await journey.answers(messageId)
    const content = sent?.card?.fullText ?? ''
    expect(content.match(/<at [^>]*>/g)).toEqual([`<at id=${zhang}>`])
    expect(content).toContain('@Eve')
    expect(content).toContain('`@张三`')
  })

  test('a group whose members the platform does not give out works all the same', async () => {
    journey = await startJourney({ lark: { groupPolicy: 'open' } })
    const { world } = journey
    await world.failRoute({ route: '/members', code: 99991672, status: 400, times: 5 })
    const ann = (await world.createPerson({ name: 'Ann' })).openId
    const { chatId } = await world.createGroup({ name: 'Team', members: [ann] })
    await journey.start()
    const { messageId } = await world.say({ person: ann, chat: chatId, text: 'hello', mentionBot: true })
    const [answer] = await journey.answers(messageId)
    expect(answer?.text).toContain('hello')
  })
})
