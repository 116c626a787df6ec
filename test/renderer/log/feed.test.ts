import { describe, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import type { Link } from '../../../main/contract/rpc.ts'
import { follow } from '../../../renderer/screens/log/feed.ts'
import { LogStore } from '../../../renderer/screens/log/store.ts'

type Query = { after: number; wait: number }
const row = (seq: number) => ({ seq, at: seq, level: 'info' as const, message: '', fields: {} })
const page = (...seqs: number[]) => ({ rows: seqs.map(row), next: seqs.at(-1) ?? 0, dropped: 0 })

/** Answers in order, then ends the reading; a failure is thrown. */
async function read(answers: (ReturnType<typeof page> | Error)[], from = { after: 0, filter: {} }) {
  const stopping = new AbortController()
  const asked: Query[] = []
  const failures: (string | undefined)[] = []
  const slept: number[] = []
  const store = new LogStore(flush => {
    flush()
    return () => {}
  })
  const link = {
    call: (_method: string, query: Query) => {
      asked.push(query)
      const answer = answers.shift()
      if (answer === undefined) stopping.abort()
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? page())
    },
  } as unknown as Pick<Link, 'call'> // only `log.read` is called here
  const end = await follow(
    {
      link,
      store,
      sleep: milliseconds => Promise.resolve(void slept.push(milliseconds)),
      onFailure: failure => failures.push(failure?.code),
    },
    from,
    stopping.signal,
  )
  return { asked, failures, slept, end, seqs: store.rows().map(({ seq }) => seq) }
}

describe('reading the live log', () => {
  test('what there is comes at once, then the service is asked to wait', async () => {
    const { asked, seqs, end } = await read([page(1, 2), page(3)])
    expect(asked.map(({ after, wait }) => [after, wait > 0])).toEqual([
      [0, false],
      [2, true],
      [3, true],
    ])
    expect(seqs).toEqual([1, 2, 3])
    expect(end.after).toBe(3)
  })

  test('a window that was hidden goes on where it stopped', async () => {
    const { asked, seqs } = await read([page(8)], { after: 7, filter: {} })
    expect(asked[0]).toMatchObject({ after: 7 })
    expect(seqs).toEqual([8])
  })

  test('rows come within a quarter of a second, and a full page is not waited behind', async () => {
    const full = Array.from({ length: 500 }, (_, index) => index + 1)
    const { slept } = await read([page(...full), page(501)])
    expect(slept[0]).toBeLessThan(50)
    expect(slept[1]).toBe(250)
  })

  test('an empty log is not asked again and again', async () => {
    const { asked } = await read([page(), page(1)])
    expect(asked.map(({ wait }) => wait > 0)).toEqual([false, true, true])
  })

  test('a failure is told and tried again after a rest', async () => {
    const { failures, slept, seqs } = await read([new AppError('not-running', 'gone'), page(1)])
    expect(failures.slice(0, 2)).toEqual(['not-running', undefined])
    expect(slept[0]).toBeGreaterThan(slept[1] ?? 0)
    expect(seqs).toEqual([1])
  })
})
