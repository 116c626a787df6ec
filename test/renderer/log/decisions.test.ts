import { describe, expect, test } from 'vitest'
import { fates, type Fate } from '../../../main/contract/fates.ts'
import type { LogFilter, LogRow } from '../../../main/contract/views.ts'
import { asJsonLines, asText } from '../../../renderer/screens/log/export.ts'
import { matches, withPart } from '../../../renderer/screens/log/filter.ts'
import { linkedFilter } from '../../../renderer/screens/log/linked.ts'
import { remediesOf, type Case } from '../../../renderer/screens/log/remedies.ts'
import { stationsOf } from '../../../renderer/screens/log/stations.ts'
import { hanSpaced } from '../../../renderer/ui/han-space.ts'

const row: LogRow = {
  seq: 4,
  at: 1_700_000_000_000,
  level: 'warn',
  message: 'the connection ended',
  account: 'default',
  chatId: 'oc_1',
  fields: { code: 'lark-unreachable', deep: { wait: 12 } },
}

describe('filters', () => {
  const rows: [LogFilter, boolean][] = [
    [{}, true],
    [{ level: 'warn' }, true],
    [{ level: 'error' }, false],
    [{ level: 'debug' }, true],
    [{ account: 'default', chatId: 'oc_1' }, true],
    [{ account: 'desk' }, false],
    [{ fate: 'answered' }, false],
    [{ text: 'CONNECTION' }, true],
    [{ text: 'unreachable' }, true],
    [{ text: '"wait":12' }, true],
    [{ text: 'code' }, false],
    [{ text: 'nothing of it' }, false],
    [{ text: 'weekly', also: [{ account: 'default', chatId: 'oc_1' }] }, true],
    [{ text: 'weekly', also: [{ account: 'desk', chatId: 'oc_1' }] }, false],
    [{ text: '中断', also: [{ message: 'the connection ended' }] }, true],
  ]
  test.each(rows)('%j: %s', (filter, expected) => expect(matches(row, filter)).toBe(expected))

  test('an emptied part is no part', () => {
    expect(withPart({ text: 'a', level: 'warn' }, 'text', '')).toEqual({ level: 'warn' })
    expect(withPart({}, 'chatId', 'oc_1')).toEqual({ chatId: 'oc_1' })
  })

  test('an address may ask for a chat or a text', () => {
    expect(linkedFilter('oc_1')).toEqual({ chatId: 'oc_1' })
    expect(linkedFilter('om_1')).toEqual({ text: 'om_1' })
    expect(linkedFilter('')).toEqual({})
  })
})

describe('the line of a message', () => {
  const shown = (fate: Fate, chatType: 'p2p' | 'group' = 'p2p') =>
    stationsOf(fate, chatType)
      .map(({ name, state, broken }) => `${name}:${state}${broken ? '!' : ''}`)
      .join(' ')
  test.each([
    ['answered', 'p2p', 'arrived:done stored:done allowed:done agent:done reply:done'],
    ['pending-pairing', 'p2p', 'arrived:done stored:done allowed:waits agent:ahead reply:ahead'],
    ['running', 'p2p', 'arrived:done stored:done allowed:done agent:running reply:ahead'],
    ['failed', 'p2p', 'arrived:done stored:done allowed:done agent:failed! reply:ahead!'],
    ['duplicate', 'p2p', 'arrived:done stored:ended! allowed:ahead! agent:ahead! reply:ahead!'],
    ['not-mentioned', 'group', 'arrived:done stored:done addressed:ended! allowed:ahead! agent:ahead! reply:ahead!'],
  ] as const)('%s in %s', (fate, chatType, expected) => expect(shown(fate, chatType)).toBe(expected))

  test('every fate ends somewhere, and nothing is done behind that place', () => {
    for (const fate of fates) {
      const states = stationsOf(fate, 'group').map(({ state }) => state)
      expect(states.lastIndexOf('done')).toBeLessThan(states.includes('ahead') ? states.indexOf('ahead') : 99)
    }
  })
})

describe('what would change the fate', () => {
  const calm: Case = {
    fate: undefined,
    chatType: 'p2p',
    standing: 'unknown',
    group: undefined,
    isPaused: false,
    isModelReady: true,
  }
  const group = { admitted: false, enabled: true, requireMention: true }
  const rows: [string, Partial<Case>, string[]][] = [
    ['a stranger waits', { fate: 'pending-pairing' }, ['allow-person', 'deny-person']],
    ['they were allowed meanwhile', { fate: 'pending-pairing', standing: 'allowed' }, []],
    ['not allowed in private', { fate: 'not-allowed' }, ['allow-person']],
    [
      'not allowed in a group',
      { fate: 'not-allowed', chatType: 'group', group },
      ['allow-person', 'admit-group', 'group'],
    ],
    [
      'the group was admitted meanwhile',
      { fate: 'not-allowed', chatType: 'group', group: { ...group, admitted: true } },
      ['allow-person', 'group'],
    ],
    ['nobody mentioned the bot', { fate: 'not-mentioned', chatType: 'group', group }, ['answer-unmentioned', 'group']],
    [
      'the group is switched off',
      { fate: 'disabled', chatType: 'group', group: { ...group, enabled: false } },
      ['enable-group', 'group'],
    ],
    ['direct messages are off', { fate: 'disabled' }, ['settings']],
    ['replies are paused', { fate: 'paused', isPaused: true }, ['resume']],
    ['replies were paused', { fate: 'paused' }, []],
    ['no model is ready', { fate: 'failed', isModelReady: false }, ['settings']],
    ['the model is ready, and yet it failed', { fate: 'failed' }, ['doctor']],
    ['it was answered', { fate: 'answered' }, []],
  ]
  test.each(rows)('%s', (_name, change, expected) => {
    expect(remediesOf({ ...calm, ...change }).map(({ kind }) => kind)).toEqual(expected)
  })
})

test('a copied row is one line with everything in it', () => {
  expect(asText(row)).toBe(
    '2023-11-14T22:13:20.000Z warn the connection ended account=default chatId=oc_1 code=lark-unreachable deep={"wait":12}',
  )
})

test('an exported row is read back as it was', () => {
  expect(JSON.parse(asJsonLines([row]))).toMatchObject({ time: '2023-11-14T22:13:20.000Z', fields: row.fields })
})

test.each([
  ['没能回复Tom', '没能回复 Tom'],
  ['Tom发来2条', 'Tom 发来 2 条'],
  ['周子墨发言', '周子墨发言'],
  ['plain English 12', 'plain English 12'],
])('%s is set as %s', (text, expected) => expect(hanSpaced(text)).toBe(expected))
