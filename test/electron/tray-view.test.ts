import { describe, expect, test } from 'vitest'
import { initialState, type AppState } from '../../main/contract/state.ts'
import { clockText } from '../../main/electron/clock.ts'
import { trayView, type TrayIcon, type TrayItem, type TraySurroundings } from '../../main/electron/tray-view.ts'
import { account, NOW, people, person, stateWith } from './states.ts'

const around: TraySurroundings = {
  language: 'en',
  startAtLogin: false,
  clock: at => clockText(at, NOW, 'en', 'Europe/London'),
}
const chinese: TraySurroundings = { ...around, language: 'zh' }

const failed = account({ state: 'failed', id: 'work', name: 'Front desk' })
const reconnecting = account({ state: 'reconnecting', since: NOW, id: 'work', name: 'Front desk' })
const notice = { id: 'n', level: 'error', code: 'store-full', message: 'm', hint: 'h', at: NOW } as const
const llm = { provider: 'openrouter', model: 'm', ready: false, reason: 'No API key found for openrouter.' }

type Row = { when: string; state: AppState; icon: TrayIcon; says: string }
const rows: Row[] = [
  { when: 'nothing is set up', state: initialState, icon: 'offline', says: 'Perch: not connected to a bot yet' },
  { when: 'online', state: stateWith([account()]), icon: 'online', says: 'Perch: online since 09:14' },
  {
    when: 'connecting for the first time',
    state: stateWith([account({ state: 'connecting', since: NOW })]),
    icon: 'reconnecting',
    says: 'Perch: connecting since 14:32',
  },
  {
    when: 'one of two reconnects',
    state: stateWith([account(), reconnecting]),
    icon: 'reconnecting',
    says: 'Perch: 1 of 2 bots are online',
  },
  {
    when: 'switched off',
    state: stateWith([account({ state: 'offline', reason: 'Switched off.' })]),
    icon: 'offline',
    says: 'Perch: offline since 09:14',
  },
  {
    when: 'one bot is switched off and one is online',
    state: stateWith([account(), account({ id: 'work', state: 'offline' })]),
    icon: 'online',
    says: 'Perch: 1 of 2 bots are online',
  },
  {
    when: 'paused while messages wait',
    state: stateWith([account()], { paused: true, queue: { waiting: 3, running: 0 } }),
    icon: 'paused',
    says: 'Perch: replies are paused; 3 messages wait',
  },
  {
    when: 'paused while it reconnects',
    state: stateWith([reconnecting], { paused: true }),
    icon: 'paused',
    says: 'Perch: replies are paused',
  },
  {
    when: 'a person waits, though paused',
    state: stateWith([account()], { pending: [person()], paused: true }),
    icon: 'attention',
    says: 'Perch: one person waits for you',
  },
  {
    when: 'an account failed',
    state: stateWith([account(), failed]),
    icon: 'attention',
    says: 'Perch: Front desk: not connected since 09:14, needs you',
  },
  {
    when: 'a person waits and an account failed',
    state: stateWith([failed], { pending: [person()] }),
    icon: 'attention',
    says: 'Perch: 2 things wait for you',
  },
  {
    when: 'the model has no key',
    state: stateWith([account()], { llm }),
    icon: 'attention',
    says: 'Perch: the model is not ready, so nothing is answered',
  },
  {
    when: 'the model has no key, and no bot misses it',
    state: stateWith([], { llm }),
    icon: 'offline',
    says: 'Perch: not connected to a bot yet',
  },
  {
    when: 'the model was not checked yet',
    state: stateWith([account()], { llm: initialState.llm }),
    icon: 'online',
    says: 'Perch: online since 09:14',
  },
  {
    when: 'the disk is full',
    state: stateWith([account()], { notices: [notice] }),
    icon: 'attention',
    says: 'Perch: something is out of order',
  },
  {
    when: 'a warning is up',
    state: stateWith([account()], { notices: [{ ...notice, level: 'warning' }] }),
    icon: 'online',
    says: 'Perch: online since 09:14',
  },
]

const labels = (items: readonly TrayItem[]) => items.map(item => (item.kind === 'separator' ? '—' : item.label))

describe('the icon and its sentence', () => {
  test.each(rows)('$when: $icon', ({ state, icon, says }) => {
    expect(trayView(state, around)).toMatchObject({ icon, tooltip: says })
  })

  test('speaks Chinese', () => {
    expect(trayView(stateWith([account()], { pending: people(2) }), chinese).tooltip).toBe('Perch：有 2 人等你处理')
    expect(trayView(stateWith([account()]), { ...chinese, clock: () => '09:14' }).tooltip).toBe('Perch：09:14 起在线')
  })
})

describe('the menu', () => {
  test('lists accounts, who waits, and what can be done', () => {
    const state = stateWith([account(), reconnecting], { pending: [person()] })
    expect(labels(trayView(state, around).items)).toEqual([
      'Office bot: online since 09:14',
      'Front desk: reconnecting since 14:32',
      '—',
      'Allow 孙浩然 (Office bot)',
      '—',
      'Pause replies',
      '—',
      'Open Perch',
      'Log',
      '—',
      'Start at login',
      '—',
      'Quit Perch',
    ])
  })

  test('allows in place', () => {
    const { items } = trayView(stateWith([account()], { pending: [person()] }), around)
    const { account: id, openId } = person()
    expect(items).toContainEqual({
      kind: 'command',
      label: 'Allow 孙浩然',
      command: { do: 'allow', account: id, openId },
    })
  })

  test('shows five people, and how many more there are', () => {
    const { items } = trayView(stateWith([account()], { pending: people(12) }), around)
    expect(labels(items).filter(label => label.startsWith('Allow'))).toHaveLength(5)
    expect(labels(items)).toContain('7 more in People…')
  })

  test('offers the opposite of how it is', () => {
    const { items } = trayView(stateWith([account()], { paused: true }), { ...around, startAtLogin: true })
    expect(items).toContainEqual({
      kind: 'command',
      label: 'Resume replies',
      command: { do: 'pause', paused: false },
    })
    expect(items).toContainEqual({
      kind: 'command',
      label: 'Start at login',
      checked: true,
      command: { do: 'start-at-login', on: false },
    })
  })

  test('leaves out what this computer can not do', () => {
    const { items } = trayView(initialState, { ...around, startAtLogin: undefined })
    expect(labels(items)).not.toContain('Start at login')
  })

  test('keeps the name of a stranger to one short line', () => {
    const name = `Eve\u202e\n\nQuit Perch ${'x'.repeat(200)}`
    const { items } = trayView(stateWith([account()], { pending: [person({ name })] }), around)
    const label = labels(items).find(one => one.startsWith('Allow')) ?? ''
    expect(label).toMatch(/^Allow Eve Quit Perch x+…$/)
    expect(label.length).toBeLessThanOrEqual(46)
  })
})

test.each([
  ['today', Date.UTC(2026, 10, 19, 9, 14), 'en', '09:14'],
  ['yesterday', Date.UTC(2026, 10, 18, 23, 5), 'en', '18 Nov 23:05'],
  ['yesterday, in Chinese', Date.UTC(2026, 10, 18, 23, 5), 'zh', '11月18日 23:05'],
  ['the same day a year ago', Date.UTC(2025, 10, 19, 9, 14), 'en', '19 Nov 09:14'],
] as const)('a moment of %s is told as a person would', (_, at, language, text) => {
  expect(clockText(at, NOW, language, 'Europe/London')).toBe(text)
})
