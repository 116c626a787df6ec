import { describe, expect, test } from 'vitest'
import type { Fact } from '../../main/contract/facts.ts'
import type { Snapshot, Tick } from '../../main/contract/rpc.ts'
import { initialState } from '../../main/contract/state.ts'
import { createHub } from '../../main/rpc/hub.ts'

const paused: Fact = { type: 'pause-changed', paused: true }
const changed: Fact = { type: 'config-changed' }

describe('the hub', () => {
  test('numbers every fact without a gap, and keeps the state of all of them', () => {
    const hub = createHub(initialState)
    const ticks: Tick[] = []
    hub.watch(
      () => undefined,
      tick => ticks.push(tick),
    )
    hub.publish(paused)
    hub.publish(changed)
    expect(ticks).toEqual([
      { seq: 1, fact: paused },
      { seq: 2, fact: changed },
    ])
    expect(hub.snapshot()).toEqual({ seq: 2, state: { ...initialState, paused: true, configRevision: 1 } })
    expect(hub.state()).toBe(hub.snapshot().state)
  })

  test('tells everybody the same order, even when a watcher publishes', () => {
    const hub = createHub(initialState)
    const heard: [number[], number[]] = [[], []]
    hub.watch(
      () => undefined,
      ({ seq }) => {
        heard[0].push(seq)
        if (seq === 1) hub.publish(changed)
      },
    )
    hub.watch(
      () => undefined,
      ({ seq }) => heard[1].push(seq),
    )
    hub.publish(paused)
    expect(heard).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  test('does not tell a newcomer what its snapshot already holds', () => {
    const hub = createHub(initialState)
    const heard: unknown[] = []
    const join = () =>
      hub.watch(
        (snapshot: Snapshot) => heard.push(snapshot.seq),
        ({ seq }) => heard.push(`tick ${seq}`),
      )
    hub.watch(
      () => undefined,
      ({ seq }) => {
        if (seq !== 1) return
        hub.publish(changed)
        join()
      },
    )
    hub.publish(paused)
    hub.publish(changed)
    expect(heard).toEqual([2, 'tick 3'])
  })

  test('drops a watcher that throws and goes on with the others', () => {
    const failures: unknown[] = []
    const hub = createHub(initialState, thrown => failures.push(thrown))
    const heard: number[] = []
    hub.watch(
      () => undefined,
      () => {
        throw new Error('broken window')
      },
    )
    hub.watch(
      () => undefined,
      ({ seq }) => heard.push(seq),
    )
    hub.publish(paused)
    hub.publish(changed)
    expect(heard).toEqual([1, 2])
    expect(failures).toEqual([new Error('broken window')])
  })

  test('a watcher that leaves while it is told hears nothing more', () => {
    const hub = createHub(initialState)
    const heard: number[] = []
    const stop = hub.watch(
      () => undefined,
      ({ seq }) => {
        heard.push(seq)
        stop()
      },
    )
    hub.publish(paused)
    hub.publish(changed)
    expect(heard).toEqual([1])
  })
})
