import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { Tick } from '../../main/contract/rpc.ts'
import { dispatch } from '../../main/rpc/dispatch.ts'
import { serveSession, type SessionOptions } from '../../main/rpc/session.ts'
import { LONGEST_MESSAGE, MOST_CALLS } from '../../main/rpc/wire.ts'
import { linkConformance } from './link-conformance.ts'
import { smallService, type Service } from './service.ts'
import { connectText } from './text-link.ts'

const portsOf = ({ handlers, hub }: Service) => ({
  call: (name: string, input: unknown, signal: AbortSignal) => dispatch(handlers, name, input, signal, () => undefined),
  watch: hub.watch,
  log: silentLogger,
})

/** A session whose every word is kept. */
function open(over: Partial<SessionOptions> = {}) {
  const service = smallService()
  const said: unknown[] = []
  const drop = vi.fn()
  const send = (text: string) => void said.push(JSON.parse(text))
  const session = serveSession({ ...portsOf(service), send, drop, ...over })
  return { ...service, session, said, drop, ask: (value: unknown) => session.receive(JSON.stringify(value)) }
}

const forever = (id: number) => ({ id, call: 'message.send', input: {} })
const settled = () => new Promise(resolve => setImmediate(resolve))

describe('a session over texts', () => {
  linkConformance(async service => {
    let tell: (text: string) => void = () => undefined
    const session = serveSession({ ...portsOf(service), send: text => tell(text) })
    const { link, close } = await connectText({
      send: session.receive,
      open: on => {
        tell = on.text
        on.opened()
      },
      close: session.close,
    })
    return { link, close: async () => close() }
  })
})

describe('what a session says', () => {
  test('is exactly of this form', async () => {
    const { ask, said, hub } = open()
    ask({ id: 1, call: 'screens.link' })
    ask({ id: 2, call: 'people.deny', input: { id: 'ou_ann' } })
    await vi.waitFor(() => expect(said).toHaveLength(2))
    ask({ watch: true })
    hub.publish({ type: 'config-changed' })
    const error = { code: 'not-permitted', message: 'Not in this test.', hint: 'Ask the owner of this Perch.' }
    expect(said).toEqual([
      { id: 1, ok: true, value: { url: 'http://127.0.0.1:1/#token=t' } },
      { id: 2, ok: false, error },
      { snapshot: { seq: 0, state: expect.objectContaining({ version: '0.1.0' }) } },
      { tick: { seq: 1, fact: { type: 'config-changed' } } },
    ])
  })

  test('begins with a new snapshot when it is watched again, and each tick comes once', () => {
    const { ask, said, hub } = open()
    ask({ watch: true })
    ask({ watch: true })
    hub.publish({ type: 'config-changed' })
    expect(said).toMatchObject([{ snapshot: { seq: 0 } }, { snapshot: { seq: 0 } }, { tick: { seq: 1 } }])
    ask({ watch: false })
    ask({ watch: false })
    hub.publish({ type: 'config-changed' })
    expect(said).toHaveLength(3)
  })

  test('tells that an answer is no data', async () => {
    const { ask, said } = open({ call: async () => ({ ok: true, value: 5n }) })
    ask({ id: 1, call: 'people.list' })
    await vi.waitFor(() => expect(said).toMatchObject([{ id: 1, ok: false, error: { code: 'internal' } }]))
  })

  test('tells that a call was thrown out', async () => {
    const thrown = () => {
      throw new Error('a password')
    }
    const { ask, said } = open({ call: thrown })
    ask({ id: 1, call: 'people.list' })
    await vi.waitFor(() => expect(said).toMatchObject([{ id: 1, ok: false, error: { code: 'internal' } }]))
    expect(JSON.stringify(said)).not.toContain('password')
  })
})

describe('a window that asks too much', () => {
  test(`has ${MOST_CALLS} calls under way, the next is refused, and there is room again when one ends`, async () => {
    const { ask, said, aborted } = open()
    for (let id = 1; id <= MOST_CALLS + 1; id++) ask(forever(id))
    await vi.waitFor(() => expect(said).toMatchObject([{ id: MOST_CALLS + 1, error: { code: 'bad-request' } }]))
    ask({ id: 1, cancel: true })
    await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ id: 1, error: { code: 'cancelled' } }))
    expect(aborted).toHaveLength(1)
    ask({ id: 99, call: 'people.list' })
    await vi.waitFor(() => expect(said.at(-1)).toEqual({ id: 99, ok: true, value: [] }))
  })

  test('makes no room by cancelling what does not listen', async () => {
    const { ask, said } = open({ call: () => new Promise(() => undefined) })
    for (let id = 1; id <= MOST_CALLS; id++) ask(forever(id))
    ask({ id: 1, cancel: true })
    ask({ id: 500, call: 'people.list' })
    await vi.waitFor(() => expect(said).toMatchObject([{ id: 500, error: { code: 'bad-request' } }]))
  })

  test('may cancel what never was', async () => {
    const { ask, drop, said } = open()
    ask({ id: 7, cancel: true })
    ask({ id: 8, call: 'people.list' })
    await vi.waitFor(() => expect(said).toEqual([{ id: 8, ok: true, value: [] }]))
    expect(drop).not.toHaveBeenCalled()
  })
})

describe('a window that speaks nonsense', () => {
  test.each([
    'hello',
    '',
    'null',
    '5',
    '[]',
    '{}',
    '{"call":"people.list"}',
    '{"id":"1","call":"people.list"}',
    '{"id":1.5,"call":"people.list"}',
    '{"id":1,"call":5}',
    '{"id":1}',
    '{"id":1,"cancel":false}',
    '{"watch":"yes"}',
    `{"id":1,"call":"people.list","input":"${'x'.repeat(LONGEST_MESSAGE)}"}`,
  ])('with %#: %.60s is dropped, with all that it had under way', async text => {
    const { ask, session, drop, said, aborted, hub } = open()
    ask(forever(1))
    ask({ watch: true })
    await settled()
    session.receive(text)
    expect(drop).toHaveBeenCalledOnce()
    await vi.waitFor(() => expect(aborted).toHaveLength(1))
    hub.publish({ type: 'config-changed' })
    ask({ id: 3, call: 'people.list' })
    await settled()
    expect(said).toHaveLength(1)
  })

  test('by one number for two calls at once is dropped', () => {
    const { ask, drop } = open()
    ask(forever(1))
    ask(forever(1))
    expect(drop).toHaveBeenCalledOnce()
  })

  test('never makes it throw, and nothing of it is a call that was not named', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 4 }), async texts => {
        const called: string[] = []
        const { session } = open({
          call: async name => {
            called.push(name)
            return { ok: true, value: undefined }
          },
        })
        for (const text of texts) session.receive(text)
        session.close()
        await settled()
        expect(called.every(name => texts.some(text => text.includes(name)))).toBe(true)
      }),
    )
  })
})

describe('a session that was closed', () => {
  test('ends what runs, says nothing more, and may be closed again', async () => {
    const watchers = new Set<(tick: Tick) => void>()
    const { ask, session, said, aborted } = open({
      watch: (_onSnapshot, onTick) => {
        watchers.add(onTick)
        return () => void watchers.delete(onTick)
      },
    })
    ask(forever(1))
    ask({ watch: true })
    session.close()
    session.close()
    ask({ id: 2, call: 'people.list' })
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
    await settled()
    expect(watchers.size).toBe(0)
    expect(said).toEqual([])
  })
})
