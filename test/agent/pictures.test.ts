import type { ModelMessage } from 'ai'
import { afterEach, describe, expect, test } from 'vitest'
import { boundHistory } from '../../main/agent/history.ts'
import { questionOf, taintOf, withPictures } from '../../main/agent/pictures.ts'
import type { Eyes, Picture } from '../../main/agent/turn-types.ts'
import { ModelServer, refuses, says, type Answer, type Seen } from '../fakes/model-server.ts'
import { answerOf, eventsOf, failureOf, messagesOf, modelOf } from './harness.ts'

const picture: Picture = { path: 'default/oc/om/a.png', mediaType: 'image/png', label: 'picture 1, 3 × 2' }
const bytes = Uint8Array.from([1, 2, 3])

let server: ModelServer
afterEach(() => server?.[Symbol.asyncDispose]())

/** A turn with one picture against these answers of the provider. */
async function turn(answers: readonly Answer[], { sees = true, gone = false } = {}) {
  server = await ModelServer.start(...answers)
  const blind: string[] = []
  const eyes: Eyes = { load: async () => (gone ? undefined : bytes), blind: () => blind.push('blind') }
  const events = await eventsOf({
    model: await modelOf(server),
    question: 'What is this?',
    pictures: [picture],
    foreign: ['file'],
    ...(sees ? { eyes } : {}),
  })
  return { events, blind }
}
const lastContent = (seen: Seen | undefined) => seen?.body.messages.at(-1)?.content
const answer: Answer = { chunks: says('A cat.') }

describe('a question with a picture', () => {
  test('shows it to a model that sees, and keeps only its name', async () => {
    const { events } = await turn([answer])
    expect(lastContent(server.seen[0])).toEqual([
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
    ])
    const [stored] = messagesOf(events)
    expect(stored).toMatchObject({
      role: 'user',
      content: [{ type: 'text' }, { type: 'file', data: 'perch-media:default/oc/om/a.png' }],
      providerOptions: { perch: { tainted: ['file'] } },
    })
  })

  test('is told in words to a model that does not, and when the picture is gone', async () => {
    await turn([answer], { sees: false })
    expect(lastContent(server.seen[0])).toBe('What is this?\n⟦picture 1, 3 × 2: not visible to this model⟧')
    await server[Symbol.asyncDispose]()
    await turn([answer], { gone: true })
    expect(lastContent(server.seen[0])).toBe('What is this?\n⟦picture 1, 3 × 2: no longer shown⟧')
  })

  const refusals = [
    { what: 'says that it takes none', refusal: refuses(400, 'This model does not support image input'), blind: 1 },
    { what: 'has no endpoint for it', refusal: refuses(404, 'No endpoints found that support image input'), blind: 1 },
    { what: 'speaks Chinese', refusal: refuses(400, '当前模型不支持图片输入'), blind: 1 },
    { what: 'stumbles over the form', refusal: refuses(422, 'messages.1.content: invalid value'), blind: 0 },
  ]
  test.each(refusals)('is asked again without it when the provider $what', async ({ refusal, blind: times }) => {
    const { events, blind } = await turn([refusal, answer])
    expect(answerOf(events)).toBe('A cat.')
    expect(server.seen).toHaveLength(2)
    expect(lastContent(server.seen[1])).toContain('not visible to this model')
    expect(blind).toHaveLength(times)
    expect(events.filter(({ type }) => type === 'turn-ended')).toHaveLength(1)
    expect(messagesOf(events)).toHaveLength(2)
  })

  test('fails as any other when the picture is not the reason', async () => {
    const { events } = await turn([refuses(401, 'wrong key')])
    expect(failureOf(events).code).toBe('model-key-refused')
    expect(server.seen).toHaveLength(1)
  })
})

describe('the conversation', () => {
  const eyes: Eyes = { load: async () => bytes, blind: () => undefined }
  const shownIn = async (messages: readonly ModelMessage[]) =>
    (await withPictures(messages, eyes)).map(({ content }) =>
      typeof content === 'string' ? 0 : content.filter(part => part.type === 'file').length,
    )

  test('shows the pictures of the newest questions, five at most', async () => {
    const ask = (count: number): ModelMessage =>
      questionOf(
        'x',
        Array.from({ length: count }, () => picture),
      )
    const said: ModelMessage = { role: 'assistant', content: 'ok' }
    expect(await shownIn([ask(1), said, ask(1), said, ask(1), said, ask(1)])).toEqual([0, 0, 1, 0, 1, 0, 1])
    expect(await shownIn([ask(3), said, ask(4)])).toEqual([1, 0, 4])
  })

  test('knows later what in it was not written by whoever asked', () => {
    const rows = JSON.parse(JSON.stringify([questionOf('a', [], ['quote', 'file']), questionOf('b')]))
    expect(taintOf(rows)).toEqual(['file', 'quote'])
    expect(taintOf([questionOf('b'), null, 7, { providerOptions: { perch: { tainted: 'x' } } }])).toEqual([])
  })

  test('keeps the beginning of a document that was sent earlier, and the whole of the newest', () => {
    const long = 'x'.repeat(30_000)
    const rows = [
      { role: 'user', content: long },
      { role: 'assistant', content: 'ok' },
      { role: 'user', content: long },
    ]
    const lengths = boundHistory(rows, 100_000, text => text.length / 4).map(({ content }) => content.length)
    expect(lengths).toEqual([8000, 2, 30_000])
  })
})
