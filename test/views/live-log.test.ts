import { describe, expect, test } from 'vitest'
import { createLogRing } from '../../main/base/log-ring.ts'
import { methods, type Input } from '../../main/contract/calls.ts'
import { readLiveLog } from '../../main/views/live-log.ts'

const never = new AbortController().signal
const lineOf = (message: string, fields: object = {}, level = 'info') =>
  `${JSON.stringify({ level, time: '2026-11-21T09:00:00.000Z', message, ...fields })}\n`

function openLog(bounds?: { lines: number; characters: number }) {
  const ring = createLogRing(bounds)
  const read = (query: Input<'log.read'>, signal = never) =>
    readLiveLog(ring, methods['log.read'].input.parse(query), signal)
  const add = (...messages: string[]) => messages.forEach(message => ring.add(lineOf(message)))
  return { ring, read, add }
}

const messagesOf = (page: { rows: readonly { message: string }[] }) => page.rows.map(({ message }) => message)

describe('the live log', () => {
  test('begins with the newest rows, in order, and goes on behind them', async () => {
    const { read, add } = openLog()
    add('a', 'b', 'c')
    const first = await read({ limit: 2 })
    expect(messagesOf(first)).toEqual(['b', 'c'])
    expect(first).toMatchObject({ next: 3, dropped: 0 })
    add('d')
    const next = await read({ after: first.next })
    expect(next).toMatchObject({ rows: [{ seq: 4, message: 'd' }], next: 4, dropped: 0 })
    expect(await read({ after: next.next })).toEqual({ rows: [], next: 4, dropped: 0 })
  })

  test('gives a long piece in pages without a gap', async () => {
    const { read, add } = openLog()
    add('a', 'b', 'c', 'd', 'e')
    const first = await read({ after: 1, limit: 2 })
    const second = await read({ after: first.next, limit: 2 })
    expect([...messagesOf(first), ...messagesOf(second)]).toEqual(['b', 'c', 'd', 'e'])
  })

  test('counts what a slow reader missed', async () => {
    const { read, add } = openLog({ lines: 3, characters: 1e6 })
    add('a', 'b')
    await read({})
    add('c', 'd', 'e', 'f', 'g')
    expect(await read({ after: 2 })).toMatchObject({ rows: [{ seq: 5 }, { seq: 6 }, { seq: 7 }], next: 7, dropped: 2 })
  })

  test('keeps no more characters than it may, and always the newest line', async () => {
    const { ring, read } = openLog({ lines: 100, characters: 500 })
    for (let times = 0; times < 20; times++) ring.add(lineOf('x'.repeat(100)))
    expect((await read({})).rows.length).toBeLessThanOrEqual(3)
    ring.add(lineOf('y'.repeat(5000)))
    expect((await read({})).rows).toMatchObject([{ seq: 21 }])
  })

  test('answers at once when something comes that matches, and moves on over the rest', async () => {
    const { ring, read, add } = openLog()
    add('a')
    const waiting = read({ after: 1, wait: 20_000, filter: { level: 'warn' } })
    add('b', 'c')
    await new Promise(resolve => setTimeout(resolve, 60))
    ring.add(lineOf('d', {}, 'error'))
    expect(await waiting).toMatchObject({ rows: [{ seq: 4, message: 'd' }], next: 4 })
  })

  test('answers with nothing when the wait is over, and says where to go on', async () => {
    const { read, add } = openLog()
    add('a', 'b')
    expect(await read({ wait: 20, filter: { text: 'nowhere' } })).toEqual({ rows: [], next: 2, dropped: 0 })
  })

  test('ends its wait when nobody asks any more', async () => {
    const { read, ring } = openLog()
    const controller = new AbortController()
    const waiting = read({ wait: 20_000 }, controller.signal)
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await expect(read({ wait: 20_000 }, controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
    ring.add(lineOf('a')) // nobody is left to hear it
  })

  test('starts over for a reader of an earlier process', async () => {
    const { read, add } = openLog()
    add('a')
    expect(await read({ after: 900 })).toMatchObject({ rows: [{ message: 'a' }], next: 1, dropped: 0 })
  })

  test('passes over what is no line', async () => {
    const { ring, read, add } = openLog()
    ring.add('{"level":"info","ti')
    add('b')
    expect(await read({ after: 0 })).toMatchObject({ rows: [{ seq: 2 }], next: 2 })
  })

  test('never sends much more than a megabyte at once', async () => {
    const { ring, read } = openLog()
    for (let times = 0; times < 30; times++) ring.add(lineOf('x'.repeat(100_000)))
    const page = await read({ after: 1, limit: 2000 })
    expect(JSON.stringify(page).length).toBeLessThan(1_300_000)
    expect((await read({ after: page.next, limit: 1 })).rows[0]?.seq).toBe(page.next + 1)
  })
})
