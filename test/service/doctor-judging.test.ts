import { describe, expect, test } from 'vitest'
import { accountConfig } from '../../main/config/accounts.ts'
import { Config } from '../../main/contract/config.ts'
import type { AccountView, PersonView } from '../../main/contract/state.ts'
import { judgeAccess } from '../../main/service/doctor/access.ts'
import { judgeBuild } from '../../main/service/doctor/build.ts'
import { judgeCertificate } from '../../main/service/doctor/certificate.ts'
import { judgeClock } from '../../main/service/doctor/clock.ts'
import { judgeConnection } from '../../main/service/doctor/connection.ts'
import { judgeDisk } from '../../main/service/doctor/folders.ts'
import { judgeAnswer } from '../../main/service/doctor/model.ts'
import { summaryOf } from '../../main/service/doctor/summary.ts'
import { ago } from '../../main/service/doctor/ago.ts'

const SECOND = 1000
const NOW = Date.UTC(2026, 10, 21, 12)

describe('the clock', () => {
  test.each([
    { date: NOW, verdict: 'ok' },
    { date: NOW + 59 * SECOND, verdict: 'ok' },
    { date: NOW - 60 * SECOND, verdict: 'ok' },
    { date: NOW + 300 * SECOND, verdict: 'failed', says: /300 seconds behind/ },
    { date: NOW - 300 * SECOND, verdict: 'failed', says: /300 seconds ahead/ },
    { date: NOW + 3 * 3600 * SECOND, verdict: 'failed', says: /is 3 h 0 min behind/ },
    { date: NOW - 900 * SECOND, verdict: 'failed', says: /is 15 minutes ahead/ },
    { date: undefined, verdict: 'unknown' },
  ])('%o', ({ date, verdict, says }) => {
    const found = judgeClock({ reached: true, status: 200, date, asked: NOW, answered: NOW })
    expect(found.verdict).toBe(verdict)
    if (says) expect(found.detail.en).toMatch(says)
  })

  test('a slow answer is no wrong clock', () => {
    const found = judgeClock({
      reached: true,
      status: 200,
      date: NOW + 40 * SECOND,
      asked: NOW,
      answered: NOW + 90 * SECOND,
    })
    expect(found.verdict).toBe('ok')
  })
})

describe('the certificate', () => {
  const reached = { reached: true, status: 200, date: NOW, asked: NOW, answered: NOW } as const
  const signer = { issuer: 'Example Corp, Inspection Root', wellKnown: false }
  test.each([
    { probe: reached, known: { issuer: 'DigiCert', wellKnown: true }, caFile: '', verdict: 'ok', says: 'DigiCert' },
    { probe: reached, known: signer, caFile: '/ca.pem', verdict: 'ok', says: 'no public authority' },
    {
      probe: { reached: false, code: 'SELF_SIGNED_CERT_IN_CHAIN' } as const,
      known: signer,
      caFile: '',
      verdict: 'failed',
      says: 'Inspection Root',
    },
    {
      probe: { reached: false, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } as const,
      known: undefined,
      caFile: '',
      verdict: 'failed',
      says: 'not trusted',
    },
    {
      probe: { reached: false, code: 'CERT_NOT_YET_VALID' } as const,
      known: signer,
      caFile: '',
      verdict: 'failed',
      says: 'not valid at this time',
    },
    {
      probe: { reached: false, code: 'ECONNRESET' } as const,
      known: undefined,
      caFile: '',
      verdict: 'unknown',
      says: 'No certificate',
    },
  ])('$verdict: $says', ({ probe, known, caFile, verdict, says }) => {
    const found = judgeCertificate(probe, known, caFile)
    expect(found.verdict).toBe(verdict)
    expect(found.detail.en).toContain(says)
  })

  test('a caFile that is set and does not help is named', () => {
    const found = judgeCertificate({ reached: false, code: 'SELF_SIGNED_CERT_IN_CHAIN' }, signer, '/ca.pem')
    expect(found.fix.en).toContain('/ca.pem')
  })
})

describe('the build', () => {
  test.each([
    ['0.1.0', '0.1.0', 10, 20, 'ok'],
    ['0.1.0', '0.1.0', 30, 20, 'failed'],
    ['0.1.0', '0.2.0', 10, 20, 'failed'],
  ] as const)('%s runs, %s on disk, written at %i, began at %i: %s', (running, onDisk, newest, began, verdict) =>
    expect(judgeBuild(running, onDisk, newest, began).verdict).toBe(verdict),
  )
})

describe('the disk', () => {
  test.each([
    [10, 'failed', 'Only 10 MB'],
    [199, 'failed', 'Only 199 MB'],
    [200, 'ok', '200 MB'],
    [4096, 'ok', '4.0 GB'],
  ] as const)('%i MB free: %s', (free, verdict, says) => {
    const found = judgeDisk(free)
    expect(found.verdict).toBe(verdict)
    expect(found.detail.en).toContain(says)
  })
})

describe('the connection', () => {
  const view = (more: Partial<AccountView>): AccountView => ({
    id: 'default',
    appId: 'cli_a1b2c3d4e5f60718',
    name: '',
    domain: 'feishu',
    mode: 'websocket',
    state: 'online',
    since: NOW - 120 * SECOND,
    quota: { month: '2026-11', calls: 0, limit: 10_000 },
    ...more,
  })
  test.each([
    { more: {}, recent: 0, verdict: 'ok', says: 'it came up 2 minutes ago' },
    { more: {}, recent: 2, verdict: 'ok', says: 'came back 2 times' },
    { more: {}, recent: 5, verdict: 'failed', says: 'made again 5 times' },
    { more: { state: 'connecting' }, recent: 0, verdict: 'unknown', says: 'Connecting' },
    { more: { state: 'connecting', reason: 'no answer' }, recent: 0, verdict: 'failed', says: 'no answer' },
    {
      more: { state: 'failed', code: 'lark-wrong-domain', reason: 'code 1000040351' },
      recent: 0,
      verdict: 'failed',
      says: '1000040351',
    },
    { more: { state: 'offline' }, recent: 0, verdict: 'failed', says: 'Not connected' },
  ] as const)('$more, $recent returns: $verdict', ({ more, recent, verdict, says }) => {
    const found = judgeConnection(view(more), recent, 'The connection was cut.', NOW)
    expect(found.verdict).toBe(verdict)
    expect(found.detail.en).toContain(says)
  })

  test('an app of the other brand can be switched with a click', () =>
    expect(judgeConnection(view({ state: 'failed', code: 'lark-wrong-domain' }), 0, '', NOW).action).toBe(
      'switch-brand',
    ))
})

describe('who may write', () => {
  const person = (standing: PersonView['standing']): PersonView => ({
    account: 'default',
    openId: 'ou_1',
    name: '',
    standing,
    chats: [],
    firstSeen: 0,
    lastSeen: 0,
    messages: 1,
  })
  test.each([
    { lark: {}, people: [], verdict: 'unknown' },
    { lark: {}, people: [person('pending')], verdict: 'failed' },
    { lark: {}, people: [person('unknown')], verdict: 'unknown' },
    { lark: { dmPolicy: 'allowlist' }, people: [], verdict: 'failed' },
    { lark: { dmPolicy: 'disabled' }, people: [], verdict: 'failed' },
    { lark: { dmPolicy: 'open' }, people: [], verdict: 'ok' },
    { lark: { ownerIds: ['ou_1'] }, people: [], verdict: 'ok' },
    { lark: { allowFrom: ['*'] }, people: [person('pending')], verdict: 'ok' },
    { lark: { groups: { oc_1: { allowFrom: ['ou_2'] } } }, people: [], verdict: 'ok' },
  ])('$lark, people $people.length: $verdict', ({ lark, people, verdict }) => {
    const config = accountConfig(Config.parse({ channels: { lark } }), 'default')
    expect(judgeAccess(config, people).verdict).toBe(verdict)
  })
})

describe('the model', () => {
  test('an answer', () =>
    expect(
      judgeAnswer({ ok: true, text: 'Hi', firstMilliseconds: 1234, milliseconds: 2000, sees: 'no' }),
    ).toMatchObject({
      verdict: 'ok',
      detail: { en: expect.stringContaining('1.2 s') },
    }))
  test('a refusal keeps its own words and its way out', () =>
    expect(
      judgeAnswer({
        ok: false,
        code: 'model-key-refused',
        message: 'refused the key (401)',
        hint: { en: 'Check it.', zh: '检查。' },
      }),
    ).toMatchObject({ verdict: 'failed', raw: 'refused the key (401)', fix: { en: 'Check it.' } }))
})

describe('the words', () => {
  test.each([
    [5 * SECOND, 'less than a minute ago'],
    [60 * SECOND, '1 minute ago'],
    [3 * 3600 * SECOND, '3 hours ago'],
    [50 * 3600 * SECOND, '2 days ago'],
  ])('%i ms: %s', (milliseconds, text) => expect(ago(milliseconds).en).toBe(text))

  test('the summary for a chat begins with what failed, and stays short', () => {
    const check = (id: string, verdict: 'ok' | 'failed') =>
      ({
        key: id,
        id,
        layer: 'model',
        title: { en: id, zh: id },
        verdict,
        detail: { en: 'd', zh: 'd' },
        fix: { en: 'f', zh: 'f' },
      }) as const
    const checks = [check('fine', 'ok'), ...Array.from({ length: 10 }, (_, index) => check(`bad${index}`, 'failed'))]
    const text = summaryOf(checks, 'en')
    expect(text).toContain('10 failed, 1 passed')
    expect(text).toContain('… and 2 more')
    expect(text).not.toContain('**fine**')
    expect(summaryOf([check('fine', 'ok')], 'zh')).toBe('诊断：0 项未通过，1 项通过，0 项无法从本机得知。')
  })
})
