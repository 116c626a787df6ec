import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { failed, ok, unknown } from '../../main/base/finding.ts'
import { failureIn } from '../../main/lark/failures.ts'
import { judgeArrival } from '../../main/service/doctor/arrival.ts'
import { judgeFetch } from '../../main/service/doctor/credentials.ts'
import { judgeQuota } from '../../main/service/doctor/messages.ts'
import { judgeAnswer } from '../../main/service/doctor/model.ts'

const HOUR = 60 * 60_000
const NOW = Date.UTC(2026, 10, 21, 12)
const words = (text: string) => ({ en: text, zh: text })

describe('events arrive', () => {
  const seen = { kind: 'message', missed: 0, isConnected: true, now: NOW, link: 'https://console.test/event' }
  test.each([
    { more: { at: NOW - HOUR }, verdict: 'ok', says: '1 hour ago' },
    { more: { at: NOW - 25 * HOUR }, verdict: 'unknown', says: 'Nothing came since' },
    { more: { at: undefined }, verdict: 'unknown', says: 'Connected, but no event has ever arrived' },
    { more: { at: undefined, isConnected: false }, verdict: 'unknown', says: 'No event has ever arrived' },
    { more: { at: NOW - HOUR, missed: 2 }, verdict: 'failed', says: '2 messages' },
    { more: { at: undefined, missed: 1 }, verdict: 'failed', says: 'did not arrive' },
  ])('$more: $verdict', ({ more, verdict, says }) => {
    const found = judgeArrival({ ...seen, ...more })
    expect(found.verdict).toBe(verdict)
    expect(found.detail.en).toContain(says)
    if (verdict !== 'ok') expect(found.test?.en).toMatch(/hello/)
  })
})

describe('the monthly calls', () => {
  const view = { month: '2026-11', calls: 5, limit: 10_000 }
  const refused = new AppError('lark-quota-used-up', 'GET /x was refused with code 99991403 (log id log42).')
  test('what the platform says goes before our own count', () => {
    const found = judgeQuota(view, false, refused)
    expect(found).toMatchObject({ verdict: 'failed', raw: expect.stringContaining('log42') })
    expect(found.detail.en).toContain('99991403')
  })
  test.each([
    [view, false, 'ok'],
    [{ ...view, calls: 10_000 }, false, 'failed'],
    [{ ...view, calls: 10_000 }, true, 'ok'],
    [{ ...view, saving: true }, false, 'failed'],
    [{ ...view, calls: 9_600, saving: true }, false, 'ok'],
  ] as const)('%o, unmetered %s: %s', (quota, unmetered, verdict) =>
    expect(judgeQuota(quota, unmetered, undefined).verdict).toBe(verdict),
  )
  test('whose count it is, is said', () => expect(judgeQuota(view, false, undefined).detail.en).toContain('own count'))
})

describe('no token', () => {
  const busy = failureIn('POST /token', { status: 503, headers: {}, body: '<html>' })
  const limited = failureIn('POST /token', { status: 429, headers: {}, body: '' })
  if (!busy || !limited) throw new Error('these are failures')
  const open = unknown(words('no token'), words('try later'), { raw: 'HTTP 503' })

  test('is a failure with the same words, whoever is to blame', () =>
    expect(judgeFetch({ error: busy }, open)).toEqual(
      failed(words('no token'), words('try later'), { raw: 'HTTP 503' }),
    ))
  test('is not told of a limit of the moment, nor of a token that was had', () => {
    expect(judgeFetch({ error: limited }, open)).toBe(open)
    const fine = ok(words('fine'))
    expect(judgeFetch({ value: true }, fine)).toBe(fine)
  })
})

test('a model that answers without a word does not answer', () =>
  expect(judgeAnswer({ ok: true, text: ' \n', firstMilliseconds: 5, milliseconds: 9, sees: 'no' }).verdict).toBe(
    'failed',
  ))
