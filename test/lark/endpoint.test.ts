import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { judgeEndpoint } from '../../main/lark/endpoint.ts'

const address = 'wss://msg.example.com/ws?a=1&device_id=2&service_id=3'
const answer = (ClientConfig: unknown, URL = address) => ({ code: 0, msg: '', data: { URL, ClientConfig } })
const pingOf = (body: unknown): unknown => {
  const judged = judgeEndpoint(body, false)
  return 'data' in judged ? judged.data.ClientConfig.PingInterval : judged.code
}

describe('what the endpoint answers', () => {
  const rows = [
    { what: 'its usual settings', body: answer({ PingInterval: 90 }), ping: 90 },
    { what: 'no interval', body: answer({ ReconnectCount: 1 }), ping: 120 },
    { what: 'no settings', body: answer(undefined), ping: 120 },
    { what: 'an interval of no time', body: answer({ PingInterval: 0 }), ping: 120 },
    { what: 'an interval in words', body: answer({ PingInterval: 'soon' }), ping: 120 },
    { what: 'an interval of a day', body: answer({ PingInterval: 86_400 }), ping: 600 },
    { what: 'an address without TLS', body: answer({}, 'ws://msg.example.com/x'), ping: 'lark-answer-invalid' },
    { what: 'an address of another kind', body: answer({}, 'https://msg.example.com/x'), ping: 'lark-answer-invalid' },
    { what: 'no address', body: { code: 0, data: null }, ping: 'lark-answer-invalid' },
    { what: 'a code without data', body: { code: 1, msg: 'busy' }, ping: 'lark-busy' },
    { what: '403, forbidden', body: { code: 403, msg: 'forbidden' }, ping: 'lark-connection-refused' },
    { what: '514, not let in', body: { code: 514, msg: 'auth failed' }, ping: 'lark-connection-refused' },
    { what: 'a code that means two things', body: { code: 1000040345, msg: 'busy' }, ping: 'lark-busy' },
    { what: 'the other brand', body: { code: 1000040351, msg: 'domain' }, ping: 'lark-wrong-domain' },
    { what: 'a code with empty data', body: { code: 1000040350, data: {} }, ping: 'lark-too-many-connections' },
    { what: 'no object', body: '<html>', ping: 'lark-answer-invalid' },
  ]
  test.each(rows)('$what: $ping', ({ body, ping }) => {
    expect(pingOf(body)).toBe(ping)
  })

  test('a refusal says why in both languages, with what the platform said', () => {
    expect(judgeEndpoint({ code: 514, msg: 'auth failed' }, false)).toMatchObject({
      reason: {
        en: 'POST /callback/ws/endpoint was refused with code 514: auth failed.',
        zh: 'POST /callback/ws/endpoint 被拒绝，代码 514：auth failed。',
      },
    })
    expect(new AppError('lark-connection-refused', '').hint()).toMatch(/long connection/i)
    expect(new AppError('lark-connection-refused', '').hint('zh')).toContain('长连接')
  })

  test('a platform on this computer may do without TLS', () => {
    expect(judgeEndpoint(answer({}, 'ws://127.0.0.1:1/x'), true)).toHaveProperty('data')
  })

  test('whatever comes, the SDK gets finite numbers or nothing', () => {
    fc.assert(
      fc.property(fc.anything(), config => {
        const judged = judgeEndpoint(answer(config), false)
        const numbers = 'data' in judged ? Object.values(judged.data.ClientConfig) : []
        expect(numbers).toHaveLength(4)
        expect(numbers.every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
