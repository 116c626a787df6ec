import { describe, expect, test } from 'vitest'
import { setUp } from './desk-setup.ts'

const stored = { host: 'openrouter.ai', key: 'sk-stored' }

describe('the key of a choice', () => {
  test('is the one that came with it, made known before it is used', async () => {
    await using it = await setUp({ store: stored })
    expect(await it.test({ provider: 'deepseek', key: ' sk-\u200btyped\n' })).toMatchObject({ ok: true })
    expect(it.keys()).toEqual(['Bearer sk-typed'])
    expect(it.hidden).toEqual(['sk-typed'])
  })

  test('is else the stored one, for the host that it is bound to', async () => {
    await using it = await setUp({ store: stored })
    expect(await it.test({ provider: 'openrouter' })).toMatchObject({ ok: true })
    expect(it.keys()).toEqual(['Bearer sk-stored'])
  })

  test.each([
    { when: 'another provider', choice: { provider: 'deepseek' }, code: 'model-key-missing' },
    {
      when: 'another address',
      choice: { provider: 'openrouter', apiBase: 'https://evil.example/v1' },
      code: 'model-key-missing',
    },
  ])('is never the stored one for $when', async ({ choice, code }) => {
    await using it = await setUp({ store: stored })
    expect(await it.test(choice)).toMatchObject({ ok: false, code })
    expect(it.stub.asked).toEqual([])
  })

  test('goes to an address without need for one as no key at all', async () => {
    await using it = await setUp({ store: stored })
    expect(await it.test({ provider: 'openai-compatible', apiBase: 'https://evil.example/v1' })).toMatchObject({
      ok: true,
    })
    expect(it.keys()).toEqual([undefined])
  })

  test('is never a variable that is set for another host', async () => {
    await using it = await setUp({ config: { apiKeyEnv: 'OPENROUTER_API_KEY' }, env: { OPENROUTER_API_KEY: 'sk-env' } })
    expect(await it.test({ provider: 'deepseek' })).toMatchObject({ ok: false, code: 'model-key-missing' })
    expect(await it.test({ provider: 'openrouter' })).toMatchObject({ ok: true })
    expect(it.keys()).toEqual(['Bearer sk-env'])
  })

  test('tells that the stored key of the address that is set belongs to another host', async () => {
    await using it = await setUp({ store: stored, config: { provider: 'deepseek' } })
    expect(await it.test({ provider: 'deepseek' })).toMatchObject({ ok: false, code: 'secret-host-changed' })
  })

  test('may come from a variable that was offered for this address, from no other', async () => {
    await using it = await setUp({ env: { DEEPSEEK_API_KEY: 'sk-env', AWS_SECRET: 'no' } })
    expect(await it.test({ provider: 'deepseek', variable: 'DEEPSEEK_API_KEY' })).toMatchObject({ ok: true })
    for (const wrong of [
      { provider: 'deepseek', variable: 'DEEPSEEK_API_KEY', apiBase: 'https://evil.example/v1' },
      { provider: 'openrouter', variable: 'DEEPSEEK_API_KEY' },
      { provider: 'deepseek', variable: 'AWS_SECRET' },
    ])
      expect(await it.test(wrong)).toMatchObject({ ok: false, code: 'model-key-missing' })
    expect(it.keys()).toEqual(['Bearer sk-env'])
    expect(it.hidden).toEqual(['sk-env'])
  })

  test('may come from the variable that the settings name, for the address that they name', async () => {
    const config = { provider: 'openai-compatible', apiBase: 'https://gate.example/v1', apiKeyEnv: 'MY_KEY' } as const
    await using it = await setUp({ config, env: { MY_KEY: 'sk-mine' } })
    const choice = { provider: 'openai-compatible', variable: 'MY_KEY' }
    expect(await it.test({ ...choice, apiBase: 'https://gate.example/v1' })).toMatchObject({ ok: true })
    expect(await it.test({ ...choice, apiBase: 'https://evil.example/v1' })).toMatchObject({ ok: false })
    expect(it.keys()).toEqual(['Bearer sk-mine'])
  })

  test('does not follow a redirect', async () => {
    await using it = await setUp({})
    it.stub.answer = () => ({ status: 307, body: '', headers: { location: 'https://evil.example/v1' } })
    const verdict = await it.test({ provider: 'anthropic', key: 'k' })
    expect(verdict).toMatchObject({
      ok: false,
      code: 'model-unreachable',
      message: expect.stringContaining('evil.example'),
    })
    expect(it.stub.asked).toHaveLength(1)
  })

  test.each(['我的密钥', 'sk a'])('"%s" is refused with a reason, before it is sent', async key => {
    await using it = await setUp({})
    expect(await it.test({ provider: 'openrouter', key })).toMatchObject({ ok: false, code: 'model-key-refused' })
    expect(it.stub.asked).toEqual([])
  })

  test('counts as none when it is blank', async () => {
    await using it = await setUp({ store: stored })
    expect(await it.test({ provider: 'openrouter', key: ' \u200b\n' })).toMatchObject({ ok: true })
    expect(it.keys()).toEqual(['Bearer sk-stored'])
  })
})
