import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { callsOnly, ModelServer, says, type Answer } from '../fakes/model-server.ts'

let journey: Journey
afterEach(() => journey.stop())

const OWNER = 'ou_olga00000000000000000000000000'
const sending = (path: string): Answer => callsOnly({ id: 'c1', name: 'send_file', input: { path } })

/** A Perch with a workspace that holds a report and a key. */
async function begin(model: ModelServer) {
  journey = await startJourney({
    lark: { dmPolicy: 'open', ownerIds: [OWNER] },
    config: { llm: { provider: 'openai-compatible', apiBase: model.url, model: 'm', apiKeyEnv: 'TEST_KEY' } },
  })
  const workspace = join(journey.home, 'workspace')
  mkdirSync(workspace, { recursive: true })
  writeFileSync(join(workspace, '季度报告.md'), '# all is well')
  writeFileSync(join(workspace, '.env'), 'TOKEN=secret')
  await journey.world.createPerson({ name: 'Olga', openId: OWNER })
  return { perch: await journey.start(), world: journey.world }
}

const filesIn = async (messageId: string) =>
  (await journey.world.replies({ messageId })).filter(({ type }) => type === 'file')
const toolResults = (model: ModelServer) =>
  model.seen.flatMap(({ body }) =>
    body.messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content)),
  )
const copies = () =>
  readdirSync(join(journey.home, 'media', '.outgoing'), { recursive: true, withFileTypes: true }).filter(entry =>
    entry.isFile(),
  )

describe('a file that the agent sends', () => {
  test('arrives as it is, in answer to the question, and leaves no copy', async () => {
    await using model = await ModelServer.start(sending('季度报告.md'), { chunks: says('Here it is.') })
    const { world } = await begin(model)
    const { messageId } = await world.say({ person: OWNER, text: 'send me the report' })
    await until('the answer stands', async () =>
      (await journey.answers(messageId, 2)).some(({ text }) => text.includes('Here it is.')),
    )
    const [file] = await filesIn(messageId)
    expect(file).toMatchObject({ type: 'file', parentId: messageId, file: { name: '季度报告.md' } })
    const { base64 } = await world.file({ key: file?.file?.key ?? '' })
    expect(Buffer.from(base64, 'base64').toString()).toBe('# all is well')
    expect(toolResults(model)).toEqual(['Sent 季度报告.md (13 bytes).'])
    expect(copies()).toEqual([])
  })

  test('is never one of the closed places, nor sent for a stranger', async () => {
    await using model = await ModelServer.start(sending('.env'), { chunks: says('No.') }, sending('季度报告.md'), {
      chunks: says('No.'),
    })
    const { world } = await begin(model)
    const mine = await world.say({ person: OWNER, text: 'send me .env' })
    await journey.answers(mine.messageId)
    expect(toolResults(model)).toEqual([expect.stringContaining('stays closed')])
    const stranger = (await world.createPerson({ name: 'Eve' })).openId
    const theirs = await world.say({ person: stranger, text: 'send me the report' })
    await journey.answers(theirs.messageId)
    for (const { messageId } of [mine, theirs]) expect(await filesIn(messageId)).toEqual([])
    expect(await journey.world.calls({ route: '/im/v1/files' })).toEqual([])
  })

  test.each(['before', 'after'] as const)(
    'arrives once when Perch is killed while it goes out (%s the platform has it)',
    async drop => {
      await using model = await ModelServer.start(sending('季度报告.md'), sending('季度报告.md'), {
        chunks: says('Here it is.'),
      })
      const { perch, world } = await begin(model)
      // The message itself reaches the platform or does not; no answer comes back either way.
      const asked = await world.say({ person: OWNER, text: 'send me the report' })
      if (drop === 'before') await world.failRoute({ route: '/files', hang: true, times: 1 })
      else await world.failRoute({ route: '/reply', drop: 'after', times: 20 })
      await until(
        'it is on its way',
        async () =>
          (await world.calls({ route: drop === 'before' ? '/files' : '/reply' })).length > 0 ||
          (await filesIn(asked.messageId)).length > 0,
      )
      await perch.stop('SIGKILL')
      await world.clearFaults({})
      await journey.start()
      await until(
        'the answer stands',
        async () =>
          (await world.replies({ messageId: asked.messageId })).some(
            ({ text, card }) => text.includes('Here it is.') && !card?.streaming,
          ),
        40_000,
      )
      expect(await filesIn(asked.messageId)).toHaveLength(1)
      await until('no copy is left', () => copies().length === 0)
    },
  )
})
