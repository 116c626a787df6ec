import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../main/contract/errors.ts'
import { ModelServer, refuses, says, type Answer } from '../fakes/model-server.ts'
import { eventsOf, failureOf, KEY, messagesOf, modelOf } from './harness.ts'

type Row = { when: string; answer: Answer; code: ErrorCode; tells?: string; keyless?: true }

const rows: Row[] = [
  { when: 'the key is wrong', answer: refuses(401, `Incorrect API key provided: ${KEY}`), code: 'model-key-refused' },
  { when: 'there is no key', answer: refuses(401, 'No auth'), code: 'model-key-missing', keyless: true },
  {
    when: 'the key may not do this',
    answer: refuses(403, `Key ${KEY} is disabled`),
    code: 'model-key-refused',
    tells: 'disabled',
  },
  {
    when: 'the content is refused',
    answer: refuses(403, 'Your input was flagged'),
    code: 'model-failed',
    tells: 'declined',
  },
  { when: 'the account is empty', answer: refuses(402, 'Insufficient credits'), code: 'model-no-credit' },
  { when: 'the quota is used up', answer: refuses(429, 'x', { code: 'insufficient_quota' }), code: 'model-no-credit' },
  { when: 'a Chinese account is empty', answer: refuses(429, '您的账户余额不足'), code: 'model-no-credit' },
  { when: 'the model is unknown', answer: refuses(404, 'No such thing'), code: 'model-unknown', tells: 'stub-model' },
  { when: 'the model is no model', answer: refuses(400, 'x/y is not a valid model ID'), code: 'model-unknown' },
  { when: 'the address is a web page', answer: { status: 404, body: '<html>nginx</html>' }, code: 'model-unreachable' },
  { when: 'the path is wrong', answer: { status: 404, body: { detail: 'Not Found' } }, code: 'model-unreachable' },
  {
    when: 'the path is wrong at a copy of OpenAI',
    answer: refuses(404, 'Invalid URL (POST /v1/v1/chat/completions)'),
    code: 'model-unreachable',
    tells: 'no model API',
  },
  {
    when: 'a parameter is wrong',
    answer: refuses(400, "Unknown parameter: 'x'. This model takes none."),
    code: 'model-failed',
  },
  { when: 'a web page answers 200', answer: { status: 200, body: '<html>hello</html>' }, code: 'model-unreachable' },
  { when: 'there are too many requests', answer: refuses(429, 'Slow down'), code: 'model-rate-limited' },
  {
    when: 'the server breaks',
    answer: refuses(500, 'Oops at 10.0.0.1'),
    code: 'model-failed',
    tells: '500): Oops',
  },
  {
    when: 'the server is overloaded',
    answer: { ...refuses(503, ''), body: '<html>' },
    code: 'model-failed',
    tells: '503',
  },
  {
    when: 'the request is refused',
    answer: refuses(400, 'temperature must be a number'),
    code: 'model-failed',
    tells: '400): temperature must be',
  },
  { when: 'the conversation is too long', answer: refuses(400, 'context too long'), code: 'model-context-too-long' },
  { when: 'the model has no tools', answer: refuses(400, 'm does not support tools'), code: 'model-no-tools' },
  {
    when: 'the stream says that the account is empty',
    answer: { chunks: [{ error: { message: 'Insufficient Balance', code: 402 } }] },
    code: 'model-no-credit',
  },
  {
    when: 'a gateway answers in its own way',
    answer: { status: 400, body: { detail: 'unknown model stub-model' } },
    code: 'model-unknown',
    tells: 'unknown model',
  },
  {
    when: 'the stream says the limit is reached',
    answer: { chunks: [{ error: { message: 'wait', code: 429 } }] },
    code: 'model-rate-limited',
  },
  {
    when: 'the stream makes no sense',
    answer: { chunks: ['{not json'] },
    code: 'model-failed',
    tells: 'makes no sense',
  },
  { when: 'the stream breaks at once', answer: { chunks: [], end: 'cut' }, code: 'model-unreachable' },
  { when: 'nothing is said', answer: { chunks: says('', ' \n') }, code: 'model-empty' },
  {
    when: 'the length was used up by thinking',
    answer: { chunks: [], finish: 'length' },
    code: 'model-empty',
    tells: 'used up',
  },
  {
    when: 'the model declines',
    answer: { chunks: [], finish: 'content_filter' },
    code: 'model-failed',
    tells: 'declined',
  },
]

describe.each(['openai-compatible', 'openrouter'] as const)('what %s can answer instead of an answer', provider => {
  const possible = rows.filter(row => provider === 'openai-compatible' || !row.keyless)
  test.each(possible)('$when: $code', async ({ answer, code, tells = '', keyless }) => {
    await using server = await ModelServer.start(answer)
    const model = await modelOf(server, provider, keyless ? '' : KEY)
    const events = await eventsOf({ model, question: 'my private question' })
    const error = failureOf(events)
    expect(error.code).toBe(code)
    expect(error.message).toContain(tells)
    expect(error.message.length).toBeLessThan(300)
    expect(error.cause).toBeUndefined()
    for (const secret of [KEY, 'my private question', 'Be brief', '<html>'])
      expect(`${error.stack}`).not.toContain(secret)
  })
})

describe('a model that cannot be reached', () => {
  test('is told as such, with the host', async () => {
    const server = await ModelServer.start({ chunks: [] })
    const model = await modelOf(server)
    const { host } = server
    await server[Symbol.asyncDispose]()
    const refusing = { ...model, model: withoutRetries(model.model) }
    const events = await eventsOf({ model: refusing })
    expect(failureOf(events)).toMatchObject({ code: 'model-unreachable' })
    expect(failureOf(events).message).toBe(`openai-compatible could not be reached (${host}, ECONNREFUSED).`)
  })
})

describe('the question', () => {
  test('stays in the conversation when the model could not be asked, so that "try again" works', async () => {
    await using server = await ModelServer.start(refuses(402, 'empty'))
    expect(messagesOf(await eventsOf({ model: await modelOf(server), question: 'Why?' }))).toEqual([
      { role: 'user', content: 'Why?' },
    ])
  })

  test.each(['Content Exists Risk', 'context_length_exceeded'])(
    'is forgotten when the model refused it with "%s", so that it can not break every later turn',
    async said => {
      await using server = await ModelServer.start(refuses(400, said))
      expect(messagesOf(await eventsOf({ model: await modelOf(server), question: 'Why?' }))).toEqual([])
    },
  )
})

/** The pauses between attempts would make the test slow; what is thrown stays the provider's own. */
function withoutRetries<M>(model: M): M {
  if (typeof model !== 'object' || model === null || !('doStream' in model)) throw new Error('no model')
  const doStream = async (options: unknown) => {
    try {
      return await (model.doStream as (options: unknown) => Promise<unknown>).call(model, options)
    } catch (thrown) {
      if (thrown instanceof Error) Object.assign(thrown, { isRetryable: false })
      throw thrown
    }
  }
  return new Proxy(model, { get: (target, name) => (name === 'doStream' ? doStream : Reflect.get(target, name)) })
}
