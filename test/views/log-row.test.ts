import { describe, expect, test } from 'vitest'
import type { LogFilter } from '../../main/contract/views.ts'
import { logRow, rowMatches } from '../../main/views/log-row.ts'

const line = {
  time: '2026-11-21T09:00:00.000Z',
  level: 'info',
  message: 'event answered',
  fields: { account: 'default', chatId: 'oc_1', kind: 'message', fate: 'answered', reason: 'Done', size: 12 },
} as const

describe('a row of the log', () => {
  test('has the known fields in columns and the rest beside them', () => {
    expect(logRow(line, 7)).toEqual({
      seq: 7,
      at: Date.UTC(2026, 10, 21, 9),
      level: 'info',
      message: 'event answered',
      account: 'default',
      chatId: 'oc_1',
      reason: 'Done',
      fate: 'answered',
      fields: { kind: 'message', size: 12 },
    })
  })

  test('keeps what is no such thing among the rest', () => {
    const odd = logRow({ ...line, fields: { account: 5, fate: 'eaten' } }, 1)
    expect(odd).toEqual({
      seq: 1,
      at: Date.UTC(2026, 10, 21, 9),
      level: 'info',
      message: 'event answered',
      fields: { account: 5, fate: 'eaten' },
    })
  })

  const rows: { filter: LogFilter; matches: boolean }[] = [
    { filter: {}, matches: true },
    { filter: { level: 'debug' }, matches: true },
    { filter: { level: 'info' }, matches: true },
    { filter: { level: 'warn' }, matches: false },
    { filter: { account: 'default' }, matches: true },
    { filter: { account: 'other' }, matches: false },
    { filter: { chatId: 'oc_1', fate: 'answered' }, matches: true },
    { filter: { chatId: 'oc_1', fate: 'failed' }, matches: false },
    { filter: { chatId: 'oc_2' }, matches: false },
    { filter: { text: 'ANSWERED' }, matches: true },
    { filter: { text: 'oc_1' }, matches: true },
    { filter: { text: '12' }, matches: true },
    { filter: { text: 'done' }, matches: true },
    { filter: { text: 'kind' }, matches: false },
    { filter: { text: 'chatId' }, matches: false },
    { filter: { text: 'Tom', also: [{ chatId: 'oc_2' }, { account: 'default', chatId: 'oc_1' }] }, matches: true },
    { filter: { text: 'Tom', also: [{ account: 'other', chatId: 'oc_1' }, { senderId: 'ou_1' }] }, matches: false },
    { filter: { text: 'Tom', also: [{ chatId: 'oc_1' }], fate: 'failed' }, matches: false },
    { filter: { text: 'replied', also: [{ fate: 'answered' }] }, matches: true },
    { filter: { text: '已回复', also: [{ message: 'event answered' }] }, matches: true },
  ]

  test.each(rows)('is found by $filter: $matches', ({ filter, matches }) => {
    expect(rowMatches(logRow(line, 1), filter)).toBe(matches)
  })
})
