import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSession, type SessionPlace, type Session } from '../../renderer/session.ts'
import { backOff, socketPort, type SocketPlace } from '../../renderer/socket-link.ts'

class FakeSocket extends EventTarget {
  static all: FakeSocket[] = []
  readonly sent: string[] = []
  readyState = 0
  readonly url: string
  readonly protocols: readonly string[]

  constructor(url: string, protocols: readonly string[]) {
    super()
    this.url = url
    this.protocols = protocols
    FakeSocket.all.push(this)
  }

  open() {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }

  close() {
    this.readyState = 3
    this.dispatchEvent(new Event('close'))
  }

  send(text: string) {
    this.sent.push(text)
  }
}

type Check = Awaited<ReturnType<Session['check']>>

function port(check: () => Check = () => ({ state: 'open', tab: 'tab1' })) {
  const told: string[] = []
  const wakers: (() => void)[] = []
  const place: SocketPlace = {
    location: { protocol: 'http:', host: '127.0.0.1:18789' },
    WebSocket: FakeSocket as unknown as typeof WebSocket, // it has the few members that the port uses
    addEventListener: (_type, listener) => void wakers.push(listener),
  }
  const made = socketPort({ check: () => Promise.resolve(check()) }, place)
  const stop = made.port.open({
    text: text => told.push(text),
    opened: () => told.push('opened'),
    closed: () => told.push('closed'),
  })
  return { ...made, told, stop, wake: () => wakers.forEach(waker => waker()) }
}

const last = () => {
  const socket = FakeSocket.all.at(-1)
  if (!socket) throw new Error('no socket was opened')
  return socket
}

beforeEach(() => {
  FakeSocket.all = []
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('the socket to the server that sent the page', () => {
  test('carries the tab’s value as a sub-protocol and never in the address', async () => {
    port()
    await settle()
    expect(last().url).toBe('ws://127.0.0.1:18789/api/v1/link')
    expect(last().protocols).toEqual(['perch.v1', 'perch.tab.tab1'])
  })

  test('says that it was lost and when it tries again, then connects again', async () => {
    const { status, told } = port()
    await settle()
    last().open()
    expect(status.get()).toEqual({ state: 'open' })
    last().close()
    expect(status.get()).toMatchObject({ state: 'lost' })
    await vi.advanceTimersByTimeAsync(700)
    last().open()
    expect(FakeSocket.all).toHaveLength(2)
    expect(told).toEqual(['opened', 'closed', 'opened'])
    expect(status.get()).toEqual({ state: 'open' })
  })

  test('tries at once when asked, and when the computer is online again', async () => {
    const { status, wake } = port()
    await settle()
    last().close()
    status.retry()
    await settle()
    expect(FakeSocket.all).toHaveLength(2)
    last().close()
    wake()
    await settle()
    expect(FakeSocket.all).toHaveLength(3)
  })

  test('never opens two at once, however often it is asked', async () => {
    const { status } = port()
    status.retry()
    status.retry()
    await settle()
    status.retry()
    await settle()
    expect(FakeSocket.all).toHaveLength(1)
  })

  test('a session that counts no more is said, and nobody knocks any longer', async () => {
    const { status } = port(() => ({ state: 'locked' }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(status.get()).toEqual({ state: 'locked' })
    expect(FakeSocket.all).toHaveLength(0)
  })

  test('a server that is away for a while is asked again, more and more slowly', async () => {
    let asked = 0
    const { status } = port(() => {
      asked++
      return { state: 'unreachable' }
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(status.get()).toMatchObject({ state: 'lost' })
    expect(asked).toBeGreaterThan(5)
    expect(asked).toBeLessThan(14)
  })

  test('after its end nothing is tried any more', async () => {
    const { stop } = port()
    await settle()
    stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeSocket.all).toHaveLength(1)
  })

  test('waits between half a second and 15 s, a little more or less', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
        const wait = backOff(tries, chance)
        expect(wait).toBeGreaterThanOrEqual(437)
        expect(wait).toBeLessThanOrEqual(16_875)
      }),
    )
  })
})

function place(hash: string, answers: Record<string, Response>, kept: Record<string, string> = {}) {
  const asked: string[] = []
  const shown: string[] = []
  const made = {
    location: { hash, pathname: '/' },
    history: { replaceState: (_state: unknown, _title: string, url: string) => void shown.push(url) },
    sessionStorage: {
      getItem: (key: string) => kept[key] ?? null,
      setItem: (key: string, value: string) => void (kept[key] = value),
    },
    fetch: (_url: string, init: RequestInit) => {
      const method = init.method ?? 'GET'
      asked.push(method)
      const answer = answers[method]
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('nobody listens'))
    },
  }
  return { place: made as unknown as SessionPlace, asked, shown, kept } // the few members that a session uses
}

describe('the session of a tab', () => {
  test('exchanges the token of the address once, and takes it out of the address bar', async () => {
    const {
      place: window,
      shown,
      kept,
      asked,
    } = place('#token=abc', {
      POST: Response.json({ tab: 'fresh' }),
      GET: new Response(null, { status: 204 }),
    })
    const session = openSession(window)
    expect(shown).toEqual(['/'])
    expect(await session.check()).toEqual({ state: 'open', tab: 'fresh' })
    expect(await session.check()).toEqual({ state: 'open', tab: 'fresh' })
    expect(asked).toEqual(['POST', 'GET'])
    expect(kept).toEqual({ tab: 'fresh' })
  })

  test('a used-up token does no harm to a tab that is already known', async () => {
    const { place: window } = place(
      '#token=old',
      { POST: new Response(null, { status: 401 }), GET: new Response(null, { status: 204 }) },
      { tab: 'known' },
    )
    expect(await openSession(window).check()).toEqual({ state: 'open', tab: 'known' })
  })

  test('a screen’s address is no token, and without a session the window is locked', async () => {
    const { place: window, asked, shown } = place('#/people', {})
    expect(await openSession(window).check()).toEqual({ state: 'locked' })
    expect([asked, shown]).toEqual([[], []])
  })

  test('a server that does not answer is away, not locked', async () => {
    const { place: window } = place('', {}, { tab: 'known' })
    expect(await openSession(window).check()).toEqual({ state: 'unreachable' })
  })
})
