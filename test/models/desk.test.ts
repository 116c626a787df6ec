import { describe, expect, test } from 'vitest'
import { setUp } from './desk-setup.ts'
import { chat } from './stub-provider.ts'

describe('a test', () => {
  test('tells the sentence as it grows, a few times a second at most', async () => {
    await using it = await setUp({})
    it.stub.answer = () => chat({ text: 'x'.repeat(2000) })
    const verdict = await it.test({ provider: 'ollama' })
    expect(verdict.ok && verdict.text).toHaveLength(500)
    expect(it.told.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1])).toEqual([
      'waiting',
      'streaming',
      'ok',
    ])
    expect(it.told.length).toBeLessThan(100)
    expect(it.told.every(({ id }) => id === 't')).toBe(true)
  })

  test('of the practice model needs nothing', async () => {
    await using it = await setUp({})
    const verdict = await it.test({ provider: 'practice', model: '' })
    expect(verdict).toMatchObject({ ok: true, text: expect.stringContaining('practice model') })
  })

  test('in Chinese asks in Chinese', async () => {
    await using it = await setUp({})
    await it.test({ provider: 'ollama', language: 'zh' })
    expect(JSON.stringify(it.stub.asked[0]?.body)).toContain('打个招呼')
  })

  test.each([
    { choice: { provider: 'openai-compatible' }, code: 'config-invalid' },
    { choice: { provider: 'ollama', model: '' }, code: 'model-not-chosen' },
    { choice: { provider: 'openai' }, code: 'model-key-missing' },
  ])('of $choice fails with $code, a hint in both languages, and asks nobody', async ({ choice, code }) => {
    await using it = await setUp({})
    const verdict = await it.test(choice)
    expect(verdict).toMatchObject({ ok: false, code, hint: { en: expect.any(String), zh: expect.any(String) } })
    expect(it.told.at(-1)).toMatchObject({ phase: 'failed', code })
    expect(it.stub.asked).toEqual([])
  })

  test('that is stopped says so, and leaves the provider', async () => {
    await using it = await setUp({})
    it.stub.answer = () => ({ lines: [''], hang: true })
    const caller = new AbortController()
    const testing = it.test({ provider: 'ollama' }, caller.signal)
    setTimeout(() => caller.abort(), 30)
    await expect(testing).rejects.toThrow('aborted')
    expect(it.told.at(-1)).toMatchObject({ phase: 'failed', code: 'cancelled' })
  })

  test('of a model that says nothing at all has failed', async () => {
    await using it = await setUp({})
    it.stub.answer = () => ({
      lines: ['data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}', '', 'data: [DONE]', ''],
    })
    expect(await it.test({ provider: 'ollama' })).toMatchObject({ ok: false, code: 'model-empty' })
  })
})

describe('the providers', () => {
  test('are all thirteen, with labels in both languages and without anything secret', async () => {
    await using it = await setUp({})
    const views = it.desk.providers()
    expect(views.map(({ id }) => id)).toHaveLength(13)
    for (const { label, receiver, sites, needsKey } of views) {
      for (const text of [label.en, label.zh, receiver.en, receiver.zh]) expect(text).not.toBe('')
      for (const { apiBase, keysUrl } of sites) {
        expect(apiBase).toMatch(/^https?:\/\/\S+[^/]$/)
        expect(keysUrl.startsWith('https://')).toBe(needsKey)
      }
    }
  })
})
