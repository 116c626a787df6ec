import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { asPlatformError, failureIn, PlatformError } from '../../main/lark/failures.ts'

type Row = { status?: number; code: number; becomes: string; retry: string }
const rows: Row[] = [
  { code: 99991663, status: 400, becomes: 'lark-token-expired', retry: 'token' },
  { code: 99991661, status: 400, becomes: 'lark-token-expired', retry: 'token' },
  { code: 99991672, status: 400, becomes: 'lark-scope-missing', retry: 'no' },
  { code: 99991400, status: 429, becomes: 'lark-rate-limited', retry: 'later' },
  { code: 99991400, status: 400, becomes: 'lark-rate-limited', retry: 'later' },
  { code: 99991403, status: 400, becomes: 'lark-quota-used-up', retry: 'no' },
  { code: 230020, status: 400, becomes: 'lark-rate-limited', retry: 'later' },
  { code: 230011, status: 400, becomes: 'lark-message-gone', retry: 'no' },
  { code: 230110, status: 400, becomes: 'lark-message-gone', retry: 'no' },
  { code: 230002, status: 400, becomes: 'lark-not-in-chat', retry: 'no' },
  { code: 230013, status: 400, becomes: 'lark-not-available', retry: 'no' },
  { code: 230099, status: 400, becomes: 'lark-content-refused', retry: 'no' },
  { code: 300309, status: 400, becomes: 'lark-stream-closed', retry: 'no' },
  { code: 10003, becomes: 'lark-bad-secret', retry: 'no' },
  { code: 10014, becomes: 'lark-bad-secret', retry: 'no' },
  { code: 10015, becomes: 'lark-bad-secret', retry: 'no' },
  { code: 11205, becomes: 'lark-no-bot', retry: 'no' },
  { code: 5, status: 400, becomes: 'lark-bad-request', retry: 'no' },
  { code: 5, status: 429, becomes: 'lark-rate-limited', retry: 'later' },
  { code: 5, status: 500, becomes: 'lark-busy', retry: 'later' },
]

describe('what a code of the platform means', () => {
  test.each(rows)('$code with HTTP $status: $becomes, again: $retry', ({ status = 200, code, becomes, retry }) => {
    const failure = failureIn('GET /x', { status, headers: {}, body: { code, msg: 'said' } })
    expect(failure).toMatchObject({ code: becomes, retry, platformCode: code })
  })

  test('code 0 is a success, and anything that is no answer of the platform is not', () => {
    expect(failureIn('GET /x', { status: 200, headers: {}, body: { code: 0 } })).toBeUndefined()
    expect(failureIn('GET /x', { status: 503, headers: {}, body: { code: 0 } })).toMatchObject({ code: 'lark-busy' })
    expect(failureIn('GET /x', { status: 302, headers: {}, body: { code: 0 } })).toMatchObject({
      code: 'lark-answer-invalid',
    })
    for (const body of ['<html>', '', null, [], {}, { code: '0' }]) {
      expect(failureIn('GET /x', { status: 200, headers: {}, body })).toMatchObject({ code: 'lark-answer-invalid' })
      expect(failureIn('GET /x', { status: 502, headers: {}, body })).toMatchObject({
        code: 'lark-busy',
        retry: 'later',
      })
    }
  })

  test('the message names code, log id and missing permissions; the wait comes from the header', () => {
    const error = { log_id: 'log-1', permission_violations: [{ subject: 'im:message' }, { subject: 'im:chat' }] }
    const failure = failureIn('GET /x', { status: 400, headers: {}, body: { code: 99991672, msg: 'denied', error } })
    expect(failure?.message).toBe(
      'GET /x was refused with code 99991672: denied (log id log-1). Missing permission: im:message or im:chat.',
    )
    expect(failure?.scopes).toEqual(['im:message', 'im:chat'])
    const limited = (reset: string) =>
      failureIn('x', { status: 429, headers: { 'x-ogw-ratelimit-reset': reset }, body: { code: 99991400 } })
        ?.retryAfterMs
    expect([limited('3'), limited('soon'), limited('-1'), limited('99999')]).toEqual([
      3_000,
      undefined,
      undefined,
      60_000,
    ])
  })

  test('no answer, however odd, makes it throw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.anything(), fc.anything(), (status, headers, body) => {
        failureIn('x', { status, headers, body })
        expect(asPlatformError('x', { isAxiosError: true, response: { status, headers, data: body } })).toBeInstanceOf(
          AppError,
        )
        expect(asPlatformError('x', body)).toBeInstanceOf(AppError)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('what was thrown', () => {
  const network = [
    { thrown: 'ECONNREFUSED', becomes: 'lark-unreachable' },
    { thrown: 'ENOTFOUND', becomes: 'lark-unreachable' },
    { thrown: 'ECONNABORTED', becomes: 'lark-unreachable' },
    { thrown: 'ERR_CANCELED', becomes: 'lark-unreachable' },
    { thrown: 'DEPTH_ZERO_SELF_SIGNED_CERT', becomes: 'lark-certificate' },
    { thrown: 'CERT_HAS_EXPIRED', becomes: 'lark-certificate' },
    { thrown: 'HPE_INVALID_CONSTANT', becomes: 'lark-answer-invalid' },
  ]
  test.each(network)('$thrown: $becomes', ({ thrown, becomes }) => {
    expect(asPlatformError('GET /x', { isAxiosError: true, code: thrown })).toMatchObject({ code: becomes })
  })

  test('what the caller ended is cancelled, not out of time', () => {
    expect(asPlatformError('x', { code: 'ERR_CANCELED' }, AbortSignal.abort())).toMatchObject({ code: 'cancelled' })
  })

  test('nothing of the request is kept, so that no log can show the secret', () => {
    const thrown = Object.assign(new Error('Request failed with status code 400'), {
      isAxiosError: true,
      config: { data: '{"app_secret":"hush"}' },
      request: { body: 'hush' },
      response: { status: 400, headers: {}, data: { code: 10014, msg: 'bad' }, config: { data: 'hush' } },
    })
    const error = asPlatformError('POST /token', thrown)
    expect(error).toBeInstanceOf(PlatformError)
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('hush')
    const cut = asPlatformError('POST /token', { config: thrown.config, isAxiosError: true, code: 'ECONNRESET' })
    expect(inspect(cut, { depth: 10, showHidden: true })).not.toContain('hush')
  })
})
