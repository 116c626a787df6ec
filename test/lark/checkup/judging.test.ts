import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import { judgeBot, judgePublished } from '../../../main/lark/checkup/console.ts'
import { judgeEndpoint, judgeToken } from '../../../main/lark/checkup/credentials.ts'
import { compare, judgeOthers } from '../../../main/lark/checkup/others.ts'
import { judgeScope, missingIn } from '../../../main/lark/checkup/scopes.ts'
import { judgeCardCallback, judgeSubscription } from '../../../main/lark/checkup/subscription.ts'
import { endpointMeaning } from '../../../main/lark/codes.ts'
import { failureIn } from '../../../main/lark/failures.ts'
import { wantedScopes } from '../../../main/lark/wanted.ts'

const FIX = { en: 'Set it again.', zh: '请重新设置。' }
const LINK = 'https://console.test/x'

/** What the platform refuses with this code. */
function refused(code: number, status = 400, msg = 'said so'): { error: AppError } {
  const error = failureIn('GET /x', { status, headers: { 'x-tt-logid': 'log42' }, body: { code, msg } })
  if (!error) throw new Error(`${code} is no failure`)
  return { error }
}

describe('the token', () => {
  test.each([
    [{ value: true } as const, 'ok'],
    [refused(10014, 200), 'failed'],
    [refused(10003, 200), 'failed'],
    [refused(99991663), 'failed'],
    [refused(99991668), 'failed'],
    [refused(99991400, 429), 'unknown'],
    [{ error: new AppError('cancelled', 'stopped') }, 'unknown'],
    [refused(10012, 200), 'failed'],
    [refused(99991401, 200), 'failed'],
    [refused(99991403), 'failed'],
    [refused(1, 503), 'unknown'],
    [{ error: new AppError('lark-unreachable', 'no answer') }, 'unknown'],
    [{ error: new AppError('lark-certificate', 'not trusted') }, 'unknown'],
    [{ error: new AppError('lark-answer-invalid', 'a page') }, 'unknown'],
  ] as const)('%o: %s', (said, verdict) => expect(judgeToken(said, LINK, FIX).verdict).toBe(verdict))

  test.each([10014, 99991663, 99991668])('%i keeps code, message and log id beside our reading', code => {
    const { raw } = judgeToken(refused(code), LINK, FIX)
    expect(raw).toContain(String(code))
    expect(raw).toContain('said so')
    expect(raw).toContain('log42')
  })

  test.each([99991663, 99991668])('no cause is claimed for %i', code => {
    expect(judgeToken(refused(code), LINK, FIX).detail.en).toContain('does not tell')
    expect(judgeBot(refused(code), LINK).detail.en).toContain('does not tell')
  })
})

describe('a refusal of App ID and App Secret', () => {
  test.each([
    { code: 10014, words: 'app id not exists', says: 'no app has this App ID (10014)', isCertain: true },
    { code: 10014, words: 'app_id is invalid', says: 'no app has this App ID (10014)', isCertain: true },
    { code: 10014, words: 'app secret invalid', says: 'One of them is wrong', isCertain: false },
    { code: 10014, words: 'app_id or app_secret is invalid', says: 'One of them is wrong', isCertain: false },
    { code: 10003, words: 'invalid param', says: 'malformed (10003)', isCertain: false },
    { code: 10003, words: 'app not exist', says: 'no app has this App ID (10003)', isCertain: true },
  ])('$code "$words": $says', ({ code, words, says, isCertain }) => {
    const found = judgeToken(refused(code, 200, words), LINK, FIX)
    expect(found.detail.en).toContain(says)
    expect(found.raw).toContain(words)
    expect(found.fix === FIX).toBe(!isCertain)
  })
})

describe('refusals that mean the same whatever was asked', () => {
  const SAFE = 'https://console.test/safe'
  test('an address outside the IP allowlist is named, with the page where the list is', () => {
    for (const found of [judgeToken(refused(99991401), LINK, FIX, SAFE), judgeBot(refused(99991401), LINK, SAFE)]) {
      expect(found).toMatchObject({ verdict: 'failed', link: SAFE })
      expect(found.fix.en).toContain('IP allowlist')
      expect(found.raw).toContain('log42')
    }
  })
  test('used up calls are no trouble of the bot capability', () => {
    expect(judgeBot(refused(99991403), LINK)).toMatchObject({ verdict: 'failed' })
    expect(judgeBot(refused(99991403), LINK).detail.en).toContain('used up')
  })
  test('a limit of the moment is told as that', () => {
    const found = judgeBot(refused(99991400, 429), LINK)
    expect(found.verdict).toBe('unknown')
    expect(found.test?.en).toContain('again')
  })
  test.each([10012, 99991401, 10014])('nobody but a code for it blames the App Secret (%i)', code =>
    expect(judgeToken(refused(code, 200), LINK, FIX).fix === FIX).toBe(code === 10014),
  )
})

describe('the address for a long connection', () => {
  const refusal = (endpointCode: number) => ({
    code: endpointMeaning(endpointCode),
    reason: { en: `refused with code ${endpointCode}`, zh: `代码 ${endpointCode}` },
    endpointCode,
  })
  test.each([1, 403, 514, 1000040343, 1000040345, 1000040346, 1000040350, 1000040351, 4711])(
    '%i is never ok, and is shown',
    code => {
      const found = judgeEndpoint(refusal(code), LINK)
      expect(found.verdict).toBe('failed')
      expect(found.raw).toContain(String(code))
      expect(found.fix.en).toMatch(/\S/)
    },
  )
  test('1000040345 names its several meanings', () =>
    expect(judgeEndpoint(refusal(1000040345), LINK).detail.en).toMatch(/wrong App Secret.*not published.*busy/))
})

describe('the bot', () => {
  const bot = (activate_status: number | undefined) => ({ value: { app_name: 'B', open_id: 'ou_b', activate_status } })
  test.each([
    [bot(2), 'ok'],
    [bot(undefined), 'ok'],
    ...[0, 1, 3, 4, 5, 6, 7].map(status => [bot(status), 'failed'] as const),
    [refused(11205), 'failed'],
    [refused(230006), 'failed'],
    [{ error: new AppError('lark-unreachable', 'no answer') }, 'unknown'],
  ] as const)('%o: %s', (said, verdict) => expect(judgeBot(said, LINK).verdict).toBe(verdict))
})

describe('the app in the console', () => {
  const told = (value: Record<string, unknown>) => ({
    value: { event: undefined, callback: undefined, callback_info: undefined, ...value },
  })
  test.each([
    [told({ online_version_id: 'oav_1' }), 'ok'],
    [told({ online_version_id: '' }), 'failed'],
    [told({ online_version_id: '', unaudit_version_id: 'oav_2' }), 'failed'],
    [told({ online_version_id: 'oav_1', status: 0 }), 'failed'],
    [told({ online_version_id: 'oav_1', status: 1 }), 'ok'],
    [told({ online_version_id: 'oav_1', status: 2 }), 'failed'],
    [told({ online_version_id: 'oav_1', status: 3 }), 'unknown'],
    [told({}), 'unknown'],
    [told({ unaudit_version_id: 'oav_2' }), 'failed'],
    [refused(99991672), 'unknown'],
  ] as const)('published? %o: %s', (said, verdict) => expect(judgePublished(said, LINK).verdict).toBe(verdict))

  const long = { subscription_type: 'websocket', subscribed_events: ['im.message.receive_v1'] }
  test.each([
    [told({ event: long }), false, 'ok'],
    [told({}), true, 'ok'],
    [told({}), false, 'unknown'],
    [told({ event: { subscription_type: 'webhook' } }), true, 'failed'],
    [told({ event: { ...long, subscribed_events: [] } }), false, 'failed'],
    [told({ event: { subscription_type: 'websocket' } }), false, 'unknown'],
    [refused(99991672), true, 'ok'],
    [refused(99991672), false, 'unknown'],
  ] as const)('subscribed? %o, arrived %s: %s', (said, arrived, verdict) =>
    expect(judgeSubscription(said, arrived, LINK).verdict).toBe(verdict),
  )

  const when = { en: '2 minutes ago', zh: '2 分钟前' }
  const pressed = { when, isFresh: true }
  const longAgo = { when: { en: '90 days ago', zh: '90 天前' }, isFresh: false }
  test.each([
    [told({}), pressed, 'ok'],
    [told({}), longAgo, 'unknown'],
    [told({}), undefined, 'unknown'],
    [
      told({ callback_info: { callback_type: 'websocket', subscribed_callbacks: ['card.action.trigger'] } }),
      undefined,
      'ok',
    ],
    [
      told({ callback_info: { callback_type: 'webhook', subscribed_callbacks: ['card.action.trigger'] } }),
      undefined,
      'failed',
    ],
    [told({ callback_info: { callback_type: 'websocket', subscribed_callbacks: [] } }), undefined, 'failed'],
    [refused(99991672), undefined, 'unknown'],
  ] as const)('buttons? %o, pressed %o: %s', (said, last, verdict) =>
    expect(judgeCardCallback(said, last, LINK).verdict).toBe(verdict),
  )

  test('whatever is unknown says how to find out', () => {
    for (const found of [
      judgePublished(refused(99991672), LINK),
      judgeSubscription(told({}), false, LINK),
      judgeCardCallback(told({}), undefined, LINK),
    ])
      expect(found.test?.en).toMatch(/\S/)
  })
})

describe('permissions', () => {
  const granted = (...names: string[]) => ({ value: names.map(scope_name => ({ scope_name, grant_status: 1 })) })
  const [send] = wantedScopes

  test('any name that does as well is enough', () => {
    for (const wanted of wantedScopes)
      for (const name of wanted.anyOf) expect(judgeScope(wanted, granted(name), LINK).verdict).toBe('ok')
  })

  test('missing: failed with what breaks, but only said where nobody needs it', () => {
    for (const wanted of wantedScopes) {
      const found = judgeScope(wanted, granted(), LINK)
      expect(found.verdict).toBe(wanted.need === 'may' ? 'ok' : 'failed')
      expect(found.detail.en).toContain(wanted.without.en)
    }
  })

  test('asked for and not approved yet is not granted', () => {
    if (!send) throw new Error('there is no scope')
    const found = judgeScope(send, { value: [{ scope_name: send.name, grant_status: 2 }] }, LINK)
    expect(found).toMatchObject({
      verdict: 'failed',
      detail: { en: expect.stringContaining('waits for an administrator') },
    })
  })

  test('a list that was refused leaves each one unknown', () => {
    if (!send) throw new Error('there is no scope')
    expect(judgeScope(send, refused(99991672), LINK)).toMatchObject({
      verdict: 'unknown',
      test: { en: expect.stringContaining(send.name) },
    })
    expect(missingIn(refused(99991672), send)).toEqual([send.name])
  })
})

describe('other programs on the same bot', () => {
  const APP_ID = 'cli_a1b2c3d4e5f60718'
  const message = (message_id: string, create_time: number, sender_type: 'app' | 'user', id = APP_ID) => ({
    message_id,
    create_time,
    deleted: false,
    sender: { id: sender_type === 'app' ? id : 'ou_1', sender_type },
  })
  const chat = { sent: new Set(['om_ours']), received: new Set(['om_in']), from: 100, until: 200, connectedFrom: 120 }

  test.each([
    ['ours', [message('om_ours', 150, 'app'), message('om_in', 150, 'user')], 0, 0],
    ['a reply of somebody else', [message('om_x', 150, 'app')], 1, 0],
    ['a message that never came', [message('om_y', 150, 'user')], 0, 1],
    ['written while nobody was connected', [message('om_y', 119, 'user')], 0, 0],
    ['another bot', [message('om_x', 150, 'app', 'cli_other')], 0, 0],
    ['before we were there, and just now', [message('om_x', 99, 'app'), message('om_y', 201, 'user')], 0, 0],
    ['withdrawn', [{ ...message('om_x', 150, 'app'), deleted: true }], 0, 0],
  ])('%s', (_name, history, foreignReplies, missed) =>
    expect(compare(history, chat, APP_ID)).toEqual({ foreignReplies, missed }),
  )

  test('finding nothing is never called ok, finding something never certain', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), fc.nat(5), (duplicates, foreignReplies, missed) => {
        const found = judgeOthers({ duplicates, evidence: { value: { foreignReplies, missed } }, link: LINK })
        expect(found.verdict).toBe(foreignReplies + missed > 0 ? 'failed' : 'unknown')
        expect(found.detail.en).toMatch(/not certainty|can not be seen from here/)
      }),
    )
  })
})
