import { describe, expect, test } from 'vitest'
import { TokenKeeper, type TokenAnswer } from '../../main/lark/token.ts'

const { signal } = new AbortController()

function keeper(fetch?: () => Promise<TokenAnswer>) {
  const state = { now: 0, fetched: 0 }
  const answer = async (): Promise<TokenAnswer> => ({ tenant_access_token: `t-${++state.fetched}`, expire: 7_200 })
  return { state, tokens: new TokenKeeper(fetch ?? answer, () => state.now) }
}

describe('the tenant token', () => {
  test('all who ask at once share one request, and later ones its answer', async () => {
    const { state, tokens } = keeper()
    expect(await Promise.all([tokens.get(signal), tokens.get(signal), tokens.get(signal)])).toEqual([
      't-1',
      't-1',
      't-1',
    ])
    expect(await tokens.get(signal)).toBe('t-1')
    expect(state.fetched).toBe(1)
  })

  test('it is renewed shortly before it expires, and after it was dropped', async () => {
    const { state, tokens } = keeper()
    expect(await tokens.get(signal)).toBe('t-1')
    state.now = (7_200 - 180) * 1_000 - 1
    expect(await tokens.get(signal)).toBe('t-1')
    state.now += 1
    expect(await tokens.get(signal)).toBe('t-2')
    tokens.drop('t-1')
    expect(await tokens.get(signal)).toBe('t-2')
    tokens.drop('t-2')
    expect(await tokens.get(signal)).toBe('t-3')
  })

  test('a failed request is not kept, and who gives up does not end it for others', async () => {
    const answers = [Promise.withResolvers<TokenAnswer>(), Promise.withResolvers<TokenAnswer>()]
    let asked = 0
    const { tokens } = keeper(() => answers[asked++]?.promise ?? Promise.reject(new Error('asked too often')))
    const impatient = new AbortController()
    const first = tokens.get(impatient.signal)
    const second = tokens.get(signal)
    impatient.abort()
    await expect(first).rejects.toThrow()
    answers[0]?.reject(new Error('cut'))
    await expect(second).rejects.toThrow('cut')
    answers[1]?.resolve({ tenant_access_token: 'good', expire: 7_200 })
    expect(await tokens.get(signal)).toBe('good')
  })
})
