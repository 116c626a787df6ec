import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { consoleLink } from '../../main/lark/console-links.ts'
import { PlatformError } from '../../main/lark/failures.ts'
import { missingScopes, wantedScopes } from '../../main/lark/wanted.ts'
import { adminText } from '../../main/service/setup/admin-text.ts'
import { guideSteps } from '../../main/service/setup/steps.ts'
import type { GuideFacts } from '../../main/service/setup/ticks.ts'

const place = { domain: 'feishu', appId: 'cli_a1b2c3d4e5f60718', consoleUrl: '' }

const nothing: GuideFacts = {
  link: page => consoleLink(place, page),
  grantLink: '',
  token: undefined,
  bot: undefined,
  missing: undefined,
  application: undefined,
  connection: undefined,
  seen: { event: false, press: false, sent: false },
  hasOwner: false,
}
const all: GuideFacts = {
  ...nothing,
  token: { value: true },
  bot: { value: { open_id: 'ou_bot', app_name: 'Perch' } },
  missing: [],
  application: { value: { online_version_id: 'oav_1' } },
  connection: { state: 'online' },
  seen: { event: true, press: true, sent: true },
  hasOwner: true,
}
const refused = new PlatformError('lark-bad-secret', 'refused', { retry: 'no', platformCode: 10014 })
const lacking = missingScopes(new Set(wantedScopes.map(({ name }) => name).filter(name => name !== 'im:resource')))
const deaf = missingScopes(new Set(wantedScopes.map(({ name }) => name).filter(name => !name.includes('p2p'))))

const ticksOf = (facts: GuideFacts) => Object.fromEntries(guideSteps(facts).map(({ id, tick }) => [id, tick]))

describe('a tick is earned', () => {
  test('knowing nothing, nothing is ticked; knowing all, everything is', () => {
    expect(Object.values(ticksOf(nothing))).not.toContain('done')
    expect(new Set(Object.values(ticksOf(all)))).toEqual(new Set(['done']))
  })

  test.each<[string, Partial<GuideFacts>, string, string]>([
    ['a refused secret', { token: { error: refused } }, 'credentials', 'failed'],
    [
      'a platform that does not answer',
      { token: { error: new AppError('lark-busy', 'HTTP 502') } },
      'credentials',
      'unknown',
    ],
    [
      'an app without a bot',
      { bot: { error: new PlatformError('lark-no-bot', 'none', { retry: 'no' }) } },
      'bot',
      'failed',
    ],
    [
      'a bot that an administrator switched off',
      { bot: { value: { open_id: 'ou_1', app_name: 'P', activate_status: 1 } } },
      'bot',
      'failed',
    ],
    ['a permission missing that leaves a gap', { missing: lacking }, 'permissions', 'open'],
    ['a permission missing without which nothing works', { missing: deaf }, 'permissions', 'failed'],
    ['permissions that could not be listed', { missing: undefined }, 'permissions', 'unknown'],
    ['a connection on its way', { connection: { state: 'connecting' } }, 'connection', 'open'],
    ['a connection that failed', { connection: { state: 'failed', reason: 'no' } }, 'connection', 'failed'],
    ['no message yet', { seen: { event: false, press: true, sent: true } }, 'events', 'open'],
    ['no pressed button yet', { seen: { event: true, press: false, sent: true } }, 'callbacks', 'open'],
    [
      'a console that sends events by webhook',
      { application: { value: { event: { subscription_type: 'webhook' } } }, seen: nothing.seen },
      'events',
      'failed',
    ],
    [
      'a console that sends callbacks by webhook',
      { application: { value: { callback: { callback_type: 'webhook' } } }, seen: nothing.seen },
      'callbacks',
      'failed',
    ],
    ['a message that came, and no word about versions', { application: { value: {} } }, 'version', 'done'],
    [
      'no version, though a message came once',
      { application: { value: { online_version_id: '' } } },
      'version',
      'open',
    ],
    [
      'an app that was switched off',
      { application: { value: { status: 0, online_version_id: 'v' } } },
      'version',
      'failed',
    ],
    [
      'events that go to a webhook now, though a message came once',
      { application: { value: { event: { subscription_type: 'webhook' } } } },
      'events',
      'failed',
    ],
    [
      'callbacks that go to a webhook now, though a button was pressed once',
      { application: { value: { callback: { callback_type: 'webhook' } } } },
      'callbacks',
      'failed',
    ],
    [
      'a network that is down, which says nothing against the credentials',
      { token: { error: new AppError('lark-unreachable', 'no answer (ECONNREFUSED)') } },
      'credentials',
      'unknown',
    ],
    [
      'a network that is down, which says nothing of the app',
      { token: { error: new PlatformError('lark-answer-invalid', 'HTTP 407', { retry: 'later' }) } },
      'create-app',
      'unknown',
    ],
    [
      'a version that the platform does not tell of',
      { application: undefined, seen: nothing.seen },
      'version',
      'unknown',
    ],
    ['no owner', { hasOwner: false }, 'owner', 'open'],
  ])('%s: %#', (_what, facts, id, tick) => {
    expect(ticksOf({ ...all, ...facts })[id]).toBe(tick)
  })

  test('a refused secret is not called one that nobody pasted', () => {
    const details = guideSteps({ ...all, token: { error: refused }, bot: undefined, missing: undefined })
    for (const { id, detail } of details.filter(({ id }) => id === 'bot' || id === 'permissions'))
      expect(detail.en, id).toMatch(/as soon as the platform has taken/)
  })

  test('each step has its page and words in both languages', () => {
    const steps = guideSteps({ ...all, grantLink: 'https://grant.example' })
    expect(steps.flatMap(({ link }) => link ?? [])).toEqual([
      'https://open.feishu.cn/app',
      'https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/baseinfo',
      'https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/bot',
      'https://grant.example',
      'https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/event?tab=event',
      'https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/event?tab=callback',
      'https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/version',
    ])
    for (const facts of [nothing, all])
      for (const { title, how, detail } of guideSteps(facts))
        for (const { en, zh } of [title, how, detail]) {
          expect(en).not.toBe('')
          expect(zh).toMatch(/\p{Script=Han}/u)
        }
  })
})

describe('the text for an administrator', () => {
  const facts = {
    name: 'Perch',
    appId: place.appId,
    receiver: undefined,
    link: 'https://grant.example',
    readsGroups: false,
    isOpen: false,
  } as const

  test('says that nothing leaves this computer where the model runs here', () => {
    const { en, zh } = adminText(facts)
    expect(en).toContain('runs on my computer; the text of messages does not leave it')
    expect(zh).toContain('消息内容不会离开这台电脑')
    expect(en).toContain('https://grant.example')
  })

  test('names who receives the text otherwise', () => {
    const receiver = { en: 'OpenRouter (USA) (openrouter.ai)', zh: 'OpenRouter（美国）（openrouter.ai）' }
    const { en, zh } = adminText({ ...facts, receiver, link: '' })
    expect(en).toContain('sent to the model provider I chose: OpenRouter (USA) (openrouter.ai).')
    expect(zh).toContain('OpenRouter（美国）（openrouter.ai）')
    expect(en).not.toContain('To approve it:')
  })

  test('names nobody as long as no model is chosen, and says what is open', () => {
    const { en, zh } = adminText({ ...facts, receiver: 'nobody-yet', readsGroups: true, isOpen: true })
    expect(en).toContain('I have not chosen it yet')
    expect(en).toContain('the messages of groups it was added to')
    expect(en).not.toContain('Only people I allow')
    expect(zh).toContain('还没有选定')
    expect(zh).not.toContain('只有我允许的人')
  })

  test('asks for an app where there is none yet', () => {
    const { en, zh } = adminText({ ...facts, name: '', appId: '', link: '' })
    expect(en).toContain('please approve a new app in our organisation. It lets me use Perch')
    expect(zh).toContain('请审批在企业中新建一个应用。')
    expect(en + zh).not.toContain('App ID')
  })
})
