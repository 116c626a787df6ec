import { describe, expect, test } from 'vitest'
import type { ModelChoice } from '../../main/contract/models.ts'
import type { ModelTestView } from '../../main/contract/state.ts'
import { createModelDesk, type DeskPorts } from '../../main/models/desk.ts'
import { llm } from '../agent/harness.ts'
import { chineseCases } from './answers-china.ts'
import { westernCases } from './answers-west.ts'
import { StubProvider } from './stub-provider.ts'

const KEY = 'sk-or-v1-5f0c2d7e9b1a4c3d8e6f'

const deskAt = (stub: StubProvider, change: Partial<DeskPorts> = {}) => {
  const told: ModelTestView[] = []
  const desk = createModelDesk({
    fetch: stub.fetch,
    env: {},
    llm: () => llm(),
    secret: () => Promise.resolve(undefined),
    hide: () => undefined,
    publish: test => told.push(test),
    now: Date.now,
    ...change,
  })
  const run = (choice: Pick<ModelChoice, 'provider'> & Partial<ModelChoice>) =>
    desk.test(
      { apiBase: '', model: 'm', key: KEY, testId: 't', language: 'en', ...choice },
      new AbortController().signal,
    )
  return { desk, told, run }
}

describe.each([...westernCases, ...chineseCases])('$provider', ({ provider, protocol, url, keyHeader, troubles }) => {
  test('streams a sentence from its own address, with the key in its own header', async () => {
    await using stub = await StubProvider.start(() => protocol({ text: 'Hello there.' }))
    const { run, told } = deskAt(stub)
    expect(await run({ provider })).toMatchObject({ ok: true, text: 'Hello there.' })
    expect(stub.urls).toEqual([url])
    expect(stub.asked[0]?.headers[keyHeader]).toContain(KEY)
    expect(told.at(0)).toMatchObject({ id: 't', phase: 'waiting', text: '' })
    expect(told.at(-1)).toMatchObject({ id: 't', phase: 'ok', text: 'Hello there.' })
  })

  test('works when it thinks before it speaks, and when it only thinks', async () => {
    await using stub = await StubProvider.start(() => protocol({ thought: 'Hm.', text: 'Hello.' }))
    const { run } = deskAt(stub)
    expect(await run({ provider })).toMatchObject({ ok: true, text: 'Hello.' })
    stub.answer = () => protocol({ thought: 'Hmmm', end: 'length' })
    expect(await run({ provider })).toMatchObject({ ok: true, text: '' })
  })

  test('is asked with a tool, as in real turns', async () => {
    await using stub = await StubProvider.start(() => protocol({ text: 'Hello.' }))
    await deskAt(stub).run({ provider })
    expect(JSON.stringify(stub.asked[0]?.body)).toContain('do_nothing')
  })

  test.each(troubles)('answering $status $body is $code, asked once', async ({ status, body, code, tells = '' }) => {
    await using stub = await StubProvider.start(() => ({ status, body }))
    const { run, told } = deskAt(stub)
    const verdict = await run({ provider })
    expect(verdict).toMatchObject({ ok: false, code })
    expect(told.at(-1)).toMatchObject({ phase: 'failed', code })
    const message = verdict.ok ? '' : verdict.message
    expect(message).toContain(provider)
    expect(message).toContain(`${new URL(url).host}, ${status}`)
    expect(message).toContain(tells)
    expect(message.length).toBeLessThan(350)
    for (const secret of [KEY, '1a2b', 'ak-abcdef', 'Say hello']) expect(JSON.stringify(verdict)).not.toContain(secret)
    expect(stub.asked).toHaveLength(1)
  })

  test('that is not there is unreachable', async () => {
    const stub = await StubProvider.start(() => protocol({ text: 'x' }))
    await stub[Symbol.asyncDispose]()
    const verdict = await deskAt(stub, { fetch: globalThis.fetch }).run({ provider, apiBase: `${stub.origin}/v1` })
    expect(verdict).toMatchObject({
      ok: false,
      code: 'model-unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('that sends a web page has no model API there', async () => {
    await using stub = await StubProvider.start(() => ({ status: 404, body: '<html>nginx</html>' }))
    expect(await deskAt(stub).run({ provider })).toMatchObject({ ok: false, code: 'model-unreachable' })
  })

  test('that sends a web page as if it were an answer is told apart from a model that broke off', async () => {
    await using stub = await StubProvider.start(() => ({
      status: 200,
      body: '<html>Sign in</html>',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }))
    const verdict = await deskAt(stub).run({ provider })
    expect(verdict).toMatchObject({
      ok: false,
      code: 'model-unreachable',
      message: expect.stringContaining('web page'),
    })
  })
})
