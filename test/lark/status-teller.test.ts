import { describe, expect, test } from 'vitest'
import type { ChannelSink } from '../../main/chat/channel.ts'
import { AppError } from '../../main/contract/errors.ts'
import type { ConnectionStatus } from '../../main/contract/state.ts'
import { StatusTeller } from '../../main/lark/status-teller.ts'
import type { Verdict } from '../../main/lark/supervise.ts'

const cut = { en: 'The connection was cut.', zh: '连接被断开。' }
const refused = { en: 'Refused.', zh: '被拒绝。' }

function teller() {
  const told: ConnectionStatus[] = []
  const steps: string[] = []
  let now = 1000
  const sink: Pick<ChannelSink, 'connection' | 'step'> = {
    connection: status => void told.push(status),
    step: (step, reason) => void steps.push(reason === undefined ? step : `${step}: ${reason}`),
  }
  // only these two parts of a sink are told anything
  return { told, steps, status: new StatusTeller(sink as ChannelSink, () => now++) }
}

const verdict = (retry: Verdict['retry'], over: Partial<Verdict> = {}): Verdict => ({
  retry,
  code: 'lark-unreachable',
  reason: cut,
  ...over,
})

describe('what is told of a connection', () => {
  test('trouble has its reason in both languages, its English as text, its code and its hint', () => {
    const { told, status } = teller()
    status.starting()
    status.online()
    status.failed(verdict('soon'), false)
    expect(told.at(-1)).toEqual({
      state: 'reconnecting',
      since: 1002,
      reason: cut.en,
      says: cut,
      hint: new AppError('lark-unreachable', '').hint(),
      code: 'lark-unreachable',
    })
    status.online()
    expect(told.at(-1)).toEqual({ state: 'online', since: 1003 })
  })

  test.each([
    { retry: 'now', state: 'reconnecting' },
    { retry: 'soon', state: 'reconnecting' },
    { retry: 'later', state: 'reconnecting' },
    { retry: 'slowly', state: 'failed' },
    { retry: 'never', state: 'failed' },
  ] as const)('after it was online, an end that is tried again $retry is $state', ({ retry, state }) => {
    const { told, status } = teller()
    status.online()
    status.failed(verdict(retry), false)
    expect(told.at(-1)).toMatchObject({ state })
  })

  test('the same state for another reason is told anew, since when it began', () => {
    const { told, status } = teller()
    status.online()
    status.failed(verdict('later'), false)
    status.failed(verdict('later'), true)
    status.failed(verdict('later', { code: 'lark-busy', reason: refused }), true)
    expect(told.map(({ since, reason }) => [since, reason])).toEqual([
      [1000, undefined],
      [1001, cut.en],
      [1001, refused.en],
    ])
  })

  test('the same failure in a row is one start line', () => {
    const { steps, status } = teller()
    status.starting()
    for (let round = 0; round < 3; round++) status.failed(verdict('later', { reason: refused }), true)
    status.online()
    status.failed(verdict('later', { reason: refused }), true)
    expect(steps).toEqual(['starting', 'failed: Refused.', 'ready', 'failed: Refused.'])
  })
})
