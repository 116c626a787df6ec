import { modelMessageSchema } from 'ai'
import { describe, expect, test } from 'vitest'
import { runTurn, type TurnEvent } from '../../main/agent/turn.ts'
import { callsOnly, calls, ModelServer, says, thinks } from '../fakes/model-server.ts'
import { answerOf, echoTool, eventsOf, failureOf, KEY, messagesOf, modelOf, turnOf } from './harness.ts'

const call = (id: string, word: string) => ({ id, name: 'echo', input: { word } })
const lastOf = (events: readonly TurnEvent[]) => events.at(-1)
const types = (events: readonly TurnEvent[]) => events.map(event => event.type)

describe.each(['openai-compatible', 'openrouter', 'ollama'] as const)('a turn with %s', provider => {
  test('streams thoughts and text, then says what to remember', async () => {
    await using server = await ModelServer.start({ chunks: [...thinks('Hm.'), ...says('Good ', 'day ', '你好')] })
    const events = await eventsOf({ model: await modelOf(server, provider), question: 'Hi' })
    expect(answerOf(events)).toBe('Good day 你好')
    expect(events).toContainEqual({ type: 'reasoning-added', text: 'Hm.' })
    expect(events).toContainEqual({ type: 'usage-reported', model: 'stub-model', input: 11, output: 7 })
    expect(types(events).slice(-2)).toEqual(['messages-added', 'turn-ended'])
    expect(messagesOf(events)).toMatchObject([{ role: 'user', content: 'Hi' }, { role: 'assistant' }])
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(server.seen[0]?.body).toMatchObject({ model: 'stub-model', stream: true, max_tokens: 500 })
  })

  test('runs the tools the model asks for, in order, and answers with a blank line between its steps', async () => {
    await using server = await ModelServer.start(
      { chunks: [...says('Let me see.'), ...calls(call('a', 'one'), call('b', 'two'))], finish: 'tool_calls' },
      { chunks: says('Both ', 'said.') },
    )
    const order: string[] = []
    const tool = echoTool(async word => {
      order.push(`${word} begins`)
      await new Promise(resolve => setTimeout(resolve, 5))
      order.push(`${word} ends`)
      return `echo ${word}`
    })
    const events = await eventsOf({ model: await modelOf(server, provider), tools: [tool] })
    expect(answerOf(events)).toBe('Let me see.\n\nBoth said.')
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
    expect(events).toContainEqual({
      type: 'tool-started',
      id: 'a',
      tool: 'echo',
      target: 'one',
      access: 'read',
      at: 1000,
    })
    expect(events).toContainEqual({ type: 'tool-ended', id: 'b', tool: 'echo', ok: true, milliseconds: 0 })
    expect(server.seen[1]?.body.messages.slice(-2)).toMatchObject([
      { role: 'tool', tool_call_id: 'a', content: 'echo one' },
      { role: 'tool', tool_call_id: 'b', content: 'echo two' },
    ])
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'done' })
  })
})

describe('a tool in a turn', () => {
  test('that fails is told to the model, without paths of this computer', async () => {
    await using server = await ModelServer.start(callsOnly(call('a', 'one')), { chunks: says('It did not work.') })
    const broken = echoTool(() =>
      Promise.reject(Object.assign(new Error('ENOENT, open /home/ann/x'), { code: 'ENOENT' })),
    )
    const events = await eventsOf({ model: await modelOf(server), tools: [broken] })
    expect(events).toContainEqual({
      type: 'tool-ended',
      id: 'a',
      tool: 'echo',
      ok: false,
      milliseconds: 0,
      problem: 'echo failed (ENOENT).',
    })
    expect(JSON.stringify(server.seen)).not.toContain('/home/ann')
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'done' })
  })

  test.each(['ask', 'refuse'] as const)('never runs when the permit says "%s"', async permission => {
    await using server = await ModelServer.start(callsOnly(call('a', 'one')), { chunks: says('Then not.') })
    let ran = false
    const tool = echoTool(() => {
      ran = true
      return Promise.resolve('')
    })
    const events = await eventsOf({ model: await modelOf(server), tools: [tool], permit: () => permission })
    expect(ran).toBe(false)
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool-ended', ok: false }))
    expect(server.seen[0]?.body.tools?.length ?? 0).toBe(permission === 'ask' ? 1 : 0)
    expect(answerOf(events)).toBe('Then not.')
  })

  test('that does not exist, or gets a wrong input, is told to the model, which goes on', async () => {
    await using server = await ModelServer.start(
      callsOnly({ id: 'a', name: 'format_disk', input: {} }, { id: 'b', name: 'echo', input: { wrong: 1 } }),
      { chunks: says('Sorry.') },
    )
    const events = await eventsOf({ model: await modelOf(server), tools: [echoTool()] })
    const ended = events.filter(event => event.type === 'tool-ended')
    expect(ended).toMatchObject([
      { id: 'a', ok: false },
      { id: 'b', ok: false },
    ])
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'done' })
    expect(validHistory(messagesOf(events))).toBe(true)
  })

  test('may be called only as often as the steps allow', async () => {
    await using server = await ModelServer.start(callsOnly(call('a', 'again')))
    const events = await eventsOf({ model: await modelOf(server), tools: [echoTool()], maxSteps: 3 })
    expect(server.seen).toHaveLength(3)
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'step-limit' })
    expect(validHistory(messagesOf(events))).toBe(true)
  })
})

describe('the end of a turn', () => {
  test.each([
    { finish: 'stop', chunks: says('Yes.'), reason: 'done' },
    { finish: 'tool_calls', chunks: says('Yes.'), reason: 'done' }, // some say so without any call
    { finish: 'length', chunks: says('Yes, but'), reason: 'length' },
    { finish: 'stop', chunks: calls(call('a', 'one')), reason: 'step-limit' },
    { finish: 'tool_calls', chunks: calls(call('a', 'one')), reason: 'step-limit' },
  ])('with finish reason "$finish" after $chunks.length chunks is "$reason"', async ({ finish, chunks, reason }) => {
    await using server = await ModelServer.start({ chunks, finish })
    const events = await eventsOf({ model: await modelOf(server), tools: [echoTool()], maxSteps: 2 })
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason })
  })

  test('may be silent when a tool did the work', async () => {
    await using server = await ModelServer.start(callsOnly(call('a', 'one')), { chunks: [] })
    const events = await eventsOf({ model: await modelOf(server), tools: [echoTool()] })
    expect(answerOf(events)).toBe('')
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'done' })
  })
})

describe('what the sender writes meanwhile', () => {
  test('joins before the next model call, and stays in the conversation at its place', async () => {
    await using server = await ModelServer.start(callsOnly(call('a', 'one')), { chunks: says('Both done.') })
    const waiting = [{ id: 42, text: 'and also two' }]
    const events = await eventsOf({ model: await modelOf(server), tools: [echoTool()], steer: () => waiting.splice(0) })
    expect(events).toContainEqual({ type: 'steered', ids: [42] })
    expect(server.seen[0]?.body.messages).toHaveLength(2)
    expect(server.seen[1]?.body.messages.at(-1)).toEqual({ role: 'user', content: 'and also two' })
    expect(messagesOf(events)).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'tool' },
      { role: 'user', content: 'and also two' },
      { role: 'assistant' },
    ])
  })

  test('is left alone when the model has answered, so that it gets a turn of its own', async () => {
    await using server = await ModelServer.start({ chunks: says('Done.') })
    const waiting = [{ id: 42, text: 'more' }]
    await eventsOf({ model: await modelOf(server), steer: () => waiting.splice(0) })
    expect(waiting).toHaveLength(1)
  })
})

describe('stopping', () => {
  test('ends the model call: the socket closes, what was said stays', async () => {
    await using server = await ModelServer.start({ chunks: says('One ', 'two '), end: 'hang' })
    const stop = new AbortController()
    const events = await eventsOf({ model: await modelOf(server), signal: stop.signal }, event => {
      if (event.type === 'text-added' && event.text === 'two ') stop.abort()
    })
    await server.clientGone()
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'stopped' })
    expect(messagesOf(events)).toMatchObject([{ role: 'user' }, { content: [{ type: 'text', text: 'One two ' }] }])
  })

  test('ends the running tool before it says so, and tells which calls did not finish', async () => {
    await using server = await ModelServer.start(callsOnly(call('a', 'one'), call('b', 'two')))
    const stop = new AbortController()
    let released = false
    const tool = echoTool(
      (_word, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            setTimeout(() => {
              released = true
              reject(new Error('killed'))
            }, 30),
          )
          setTimeout(() => stop.abort(), 10)
        }),
    )
    let releasedAtEnd = false
    const events = await eventsOf({ model: await modelOf(server), tools: [tool], signal: stop.signal }, event => {
      if (event.type === 'turn-ended') releasedAtEnd = released
    })
    expect(releasedAtEnd).toBe(true)
    expect(events.filter(event => event.type === 'tool-ended')).toMatchObject([
      { id: 'a', ok: false, problem: 'Stopped.' },
      { id: 'b', ok: false, problem: 'Stopped.' },
    ])
    expect(lastOf(events)).toEqual({ type: 'turn-ended', reason: 'stopped' })
    expect(validHistory(messagesOf(events))).toBe(true)
    expect(messagesOf(events)).toHaveLength(3)
  })

  test('before the first word asks nobody', async () => {
    await using server = await ModelServer.start({ chunks: says('No.') })
    const events = await eventsOf({ model: await modelOf(server), signal: AbortSignal.abort() })
    expect(types(events)).toEqual(['messages-added', 'turn-ended'])
    expect(server.seen).toHaveLength(0)
  })

  test('also happens when the reader leaves', async () => {
    await using server = await ModelServer.start({ chunks: says('One ', 'two '), end: 'hang' })
    for await (const event of runTurn(turnOf({ model: await modelOf(server) }))) {
      if (event.type === 'text-added') break
    }
    await server.clientGone()
  })
})

describe('a turn that fails halfway', () => {
  test.each(['openai-compatible', 'openrouter'] as const)(
    'with %s keeps what was said and says that it broke off',
    async provider => {
      for (const end of ['cut', 'unfinished'] as const) {
        await using server = await ModelServer.start({ chunks: says('Half an '), end })
        const events = await eventsOf({ model: await modelOf(server, provider) })
        expect(answerOf(events)).toBe('Half an ')
        expect(failureOf(events).code).toBe('model-unreachable')
        expect(messagesOf(events)).toHaveLength(2)
      }
    },
  )

  test('keeps the results of its tools', async () => {
    await using server = await ModelServer.start(callsOnly(call('a', 'one')), {
      status: 400,
      body: { error: { message: 'bad' } },
    })
    const events = await eventsOf({ model: await modelOf(server), tools: [echoTool()] })
    expect(failureOf(events).code).toBe('model-failed')
    expect(messagesOf(events)).toMatchObject([{ role: 'user' }, { role: 'assistant' }, { role: 'tool' }])
  })

  test('is given up when the stream goes silent', async () => {
    await using server = await ModelServer.start({ chunks: says('Wait '), end: 'hang' })
    const events = await eventsOf({ model: await modelOf(server), stallMilliseconds: 60 })
    expect(failureOf(events)).toMatchObject({ code: 'model-unreachable' })
    await server.clientGone()
  })
})

const validHistory = (messages: readonly unknown[]): boolean => {
  const parsed = messages.map(message => modelMessageSchema.parse(message))
  const ids = (role: 'assistant' | 'tool', type: string) =>
    parsed.flatMap(message =>
      message.role === role && typeof message.content !== 'string'
        ? message.content.flatMap(part => (part.type === type && 'toolCallId' in part ? [part.toolCallId] : []))
        : [],
    )
  return (
    JSON.stringify(ids('assistant', 'tool-call').toSorted()) === JSON.stringify(ids('tool', 'tool-result').toSorted())
  )
}
