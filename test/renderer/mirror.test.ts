import { describe, expect, test } from 'vitest'
import type { Fact } from '../../main/contract/facts.ts'
import type { Link, Snapshot, Tick } from '../../main/contract/rpc.ts'
import { initialState, type AppState } from '../../main/contract/state.ts'
import { Mirror } from '../../renderer/mirror.ts'

/** A link whose service is the test: it sends what the test says, when it says so. */
function scriptedLink() {
  const watches: { snapshot: (snapshot: Snapshot) => void; tick: (tick: Tick) => void; stopped: boolean }[] = []
  const link: Pick<Link, 'watch'> = {
    watch: (snapshot, tick) => {
      const watch = { snapshot, tick, stopped: false }
      watches.push(watch)
      return () => {
        watch.stopped = true
      }
    },
  }
  const last = () => {
    const watch = watches.at(-1)
    if (!watch) throw new Error('nobody watches')
    return watch
  }
  return { link: link as Link, watches, last }
}

const paused = (isPaused: boolean): Fact => ({ type: 'pause-changed', paused: isPaused })
const state = (change: Partial<AppState> = {}): AppState => ({ ...initialState, ...change })

function mirrored() {
  const scripted = scriptedLink()
  const mirror = new Mirror(scripted.link)
  const stop = mirror.start()
  return { ...scripted, mirror, stop }
}

describe('the mirror of the state', () => {
  test('is empty until the first snapshot, then shows it', () => {
    const { mirror, last } = mirrored()
    expect(mirror.isFilled()).toBe(false)
    last().snapshot({ seq: 0, state: state({ version: '1' }) })
    expect(mirror.isFilled()).toBe(true)
    expect(mirror.get().version).toBe('1')
  })

  test('applies the ticks that follow, in order, and tells its listeners', () => {
    const { mirror, last } = mirrored()
    let told = 0
    mirror.subscribe(() => told++)
    last().snapshot({ seq: 4, state: state() })
    last().tick({ seq: 5, fact: paused(true) })
    expect(mirror.get().paused).toBe(true)
    expect(told).toBe(2)
  })

  test('ignores ticks that the snapshot already holds', () => {
    const { mirror, last, watches } = mirrored()
    last().snapshot({ seq: 7, state: state() })
    last().tick({ seq: 6, fact: paused(true) })
    last().tick({ seq: 7, fact: paused(true) })
    expect(mirror.get().paused).toBe(false)
    expect(watches).toHaveLength(1)
  })

  test('starts over after a gap, once, however many ticks are still on their way', () => {
    const { mirror, last, watches } = mirrored()
    last().snapshot({ seq: 1, state: state() })
    last().tick({ seq: 3, fact: paused(true) })
    last().tick({ seq: 4, fact: paused(false) })
    expect(watches).toHaveLength(2)
    expect(watches[0]?.stopped).toBe(true)
    last().snapshot({ seq: 4, state: state({ version: 'again' }) })
    last().tick({ seq: 5, fact: paused(true) })
    expect(mirror.get()).toMatchObject({ version: 'again', paused: true })
  })

  test('takes a second snapshot, as after a reconnect, even when its numbers begin anew', () => {
    const { mirror, last } = mirrored()
    last().snapshot({ seq: 90, state: state({ version: 'old' }) })
    last().snapshot({ seq: 0, state: state({ version: 'new' }) })
    last().tick({ seq: 1, fact: paused(true) })
    expect(mirror.get()).toMatchObject({ version: 'new', paused: true })
  })

  test.each([
    ['of an unknown type', { type: 'moon-rose' }],
    ['of another form', { type: 'turn-step-changed', turnId: 'turn' }],
    ['without its parts', { type: 'account-changed' }],
    ['with null for a record', { type: 'person-changed', person: null }],
  ])('a fact %s never breaks it: it asks for the whole state', (_name, fact) => {
    const turn = { id: 'turn', account: 'a', chatId: 'c', senderId: 's', startedAt: 0, steps: [{ id: 'x' }] }
    const { mirror, last, watches } = mirrored()
    last().snapshot({ seq: 1, state: state({ turns: { turn: turn as never } }) })
    last().tick({ seq: 2, fact: fact as never })
    expect(watches).toHaveLength(2)
    expect(mirror.get().accounts).toEqual({})
  })

  test('tells nobody after it was stopped', () => {
    const { watches, stop } = mirrored()
    stop()
    expect(watches[0]?.stopped).toBe(true)
  })
})
