import { expect, onTestFinished, test, vi } from 'vitest'
import { reduce } from '../../main/contract/reduce.ts'
import type { Link, Snapshot, Tick } from '../../main/contract/rpc.ts'
import type { AppError } from '../../main/contract/errors.ts'
import { LONGEST_MESSAGE, MOST_CALLS } from '../../main/rpc/wire.ts'
import { smallService, type Service } from './service.ts'

type Open = (service: Service) => Promise<{ readonly link: Link; readonly close: () => Promise<void> }>

/** What every wire owes to both ends; call it inside a `describe`. */
export function linkConformance(open: Open): void {
  const start = async () => {
    const service = smallService()
    const { link, close } = await open(service)
    onTestFinished(close)
    return { ...service, link }
  }

  test('a call is answered with plain data, whatever is in it', async () => {
    const { link } = await start()
    expect(await link.call('config.get', { path: '路径' })).toEqual({ path: '路径', text: '你好\n"quoted"\u2028' })
    expect(await link.call('people.allow', { id: 'ou_ann' })).toEqual({ allowed: 'ou_ann', account: 'default' })
  })

  test('a call without an input and one without an answer work too', async () => {
    const { link } = await start()
    expect(await link.call('screens.link', undefined)).toEqual({ url: 'http://127.0.0.1:1/#token=t' })
    expect(await link.call('agent.pause', { paused: true })).toBeUndefined()
  })

  test('many calls at once each get their own answer', async () => {
    const { link } = await start()
    const names = Array.from({ length: 50 }, (_, index) => `ou_${index}`)
    const answers = await Promise.all(names.map(id => link.call('people.allow', { id })))
    expect(answers.map(({ allowed }) => allowed)).toEqual(names)
  })

  test('a failure arrives with its code', async () => {
    const { link } = await start()
    await expect(link.call('people.deny', { id: 'ou_ann' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'not-permitted',
      message: 'Not in this test.',
    })
  })

  test('an unexpected failure shows nothing of itself', async () => {
    const { link } = await start()
    const failure = await link.call('config.unset', { path: 'a' }).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'internal' })
    expect(String(failure)).not.toContain('password')
  })

  test('bad input is refused by name', async () => {
    const { link } = await start()
    await expect(link.call('people.allow', { id: '' })).rejects.toMatchObject({
      code: 'bad-request',
      message: /people\.allow: id/,
    })
  })

  test('a cancelled call ends at both ends', async () => {
    const { link, aborted } = await start()
    const controller = new AbortController()
    const call = link.call('message.send', { to: 'oc_1' }, controller.signal)
    await link.call('status.get', undefined) // by now the call before it has arrived
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
    expect(await link.call('people.list', undefined)).toEqual([])
  })

  test('a call that was cancelled before it began is not made', async () => {
    const { link, aborted } = await start()
    await expect(link.call('message.send', {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    expect(aborted).toEqual([])
  })

  test('a watcher sees one snapshot, then every fact, and can rebuild the state', async () => {
    const { link, hub } = await start()
    hub.publish({ type: 'config-changed' })
    const { snapshots, ticks, stop } = watched(link)
    await vi.waitFor(() => expect(snapshots).toHaveLength(1))
    hub.publish({ type: 'pause-changed', paused: true })
    hub.publish({ type: 'queue-changed', waiting: 2, running: 1 })
    await vi.waitFor(() => expect(ticks).toHaveLength(2))
    expect(snapshots[0]?.seq).toBe(1)
    expect(ticks.map(({ seq }) => seq)).toEqual([2, 3])
    expect(ticks.reduce((state, { fact }) => reduce(state, fact), snapshots[0]!.state)).toEqual(hub.state())
    stop()
  })

  test('a watcher that left hears nothing more', async () => {
    const { link, hub } = await start()
    const { snapshots, ticks, stop } = watched(link)
    await vi.waitFor(() => expect(snapshots).toHaveLength(1))
    stop()
    stop()
    hub.publish({ type: 'config-changed' })
    await link.call('status.get', undefined)
    expect(ticks).toEqual([])
  })

  test('a watcher that starts over, after a gap, gets a snapshot in which nothing is missing', async () => {
    const { link, hub } = await start()
    const first = watched(link)
    await vi.waitFor(() => expect(first.snapshots).toHaveLength(1))
    hub.publish({ type: 'pause-changed', paused: true })
    first.stop()
    hub.publish({ type: 'queue-changed', waiting: 2, running: 1 })
    const second = watched(link)
    await vi.waitFor(() => expect(second.snapshots).toHaveLength(1))
    hub.publish({ type: 'config-changed' })
    await vi.waitFor(() => expect(second.ticks).toHaveLength(1))
    expect(second.snapshots).toMatchObject([{ seq: 2, state: { paused: true, queue: { waiting: 2, running: 1 } } }])
    expect(second.ticks).toEqual([{ seq: 3, fact: { type: 'config-changed' } }])
    second.stop()
  })

  test('another link to the same service sees the same state, and the end of one is nothing to the other', async () => {
    const { link, hub, ...service } = await start()
    hub.publish({ type: 'pause-changed', paused: true })
    const other = await open({ ...service, hub })
    const { snapshots, ticks } = watched(other.link)
    await vi.waitFor(() => expect(snapshots).toMatchObject([{ seq: 1, state: { paused: true } }]))
    await other.close()
    hub.publish({ type: 'config-changed' })
    expect(await link.call('people.list', undefined)).toEqual([])
    expect(ticks).toEqual([])
  })

  test('many facts at once arrive in order, none twice and none missing', async () => {
    const { link, hub } = await start()
    const { snapshots, ticks, stop } = watched(link)
    await vi.waitFor(() => expect(snapshots).toHaveLength(1))
    for (let running = 1; running <= 500; running++) hub.publish({ type: 'queue-changed', waiting: 0, running })
    await vi.waitFor(() => expect(ticks).toHaveLength(500))
    expect(ticks.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1))
    stop()
  })

  test('an input of hundreds of kilobytes arrives whole', async () => {
    const { link } = await start()
    const id = '鸟'.repeat(200_000)
    expect(await link.call('people.allow', { id })).toMatchObject({ allowed: id })
  })
}

function watched(link: Link) {
  const snapshots: Snapshot[] = []
  const ticks: Tick[] = []
  const stop = link.watch(
    snapshot => snapshots.push(snapshot),
    tick => ticks.push(tick),
  )
  return { snapshots, ticks, stop }
}

type OpenWindow = (service: Service) => Promise<{
  /** The link of the page that is loaded now. */
  readonly link: () => Link
  /** Says something as it is, as no honest window would. */
  readonly say: (text: string) => void
  /** The link of the page, or of the connection, that follows one that was ended. */
  readonly next: () => Promise<Link>
  readonly close: () => Promise<void>
}>

/** What a wire to a window owes beyond `linkConformance`: limits, and what follows nonsense. */
export function windowConformance(open: OpenWindow): void {
  const start = async () => {
    const service = smallService()
    const window = await open(service)
    onTestFinished(window.close)
    return { ...service, ...window }
  }

  test('one call too many is refused with a code, and the others go on', async () => {
    const { link, aborted } = await start()
    const stopping = new AbortController()
    const running = Array.from({ length: MOST_CALLS }, () => link().call('message.send', {}, stopping.signal))
    const ended = Promise.allSettled(running)
    await expect(link().call('people.list', undefined)).rejects.toMatchObject({ code: 'bad-request' })
    expect(aborted).toEqual([])
    stopping.abort()
    const codes = (await ended).map(each => (each.status === 'rejected' ? (each.reason as AppError).code : 'answered'))
    expect(new Set(codes)).toEqual(new Set(['cancelled']))
    await vi.waitFor(() => expect(aborted).toHaveLength(MOST_CALLS))
    expect(await link().call('people.list', undefined)).toEqual([])
  })

  test.each([
    { what: 'letters', id: 'x'.repeat(LONGEST_MESSAGE) },
    { what: 'Chinese, whose letters take three bytes', id: '鸟'.repeat(400_000) },
  ])('more $what than a call can carry is refused with a code, and the wire holds', async ({ id }) => {
    const { link } = await start()
    const before = link()
    await expect(before.call('people.allow', { id })).rejects.toMatchObject({ code: 'bad-request' })
    expect(await before.call('people.allow', { id: 'ou_ann' })).toMatchObject({ allowed: 'ou_ann' })
  })

  test.each([
    'hello',
    '[]',
    'null',
    '{"id":1}',
    '{"id":"1","call":"people.list"}',
    '{"id":1.5,"call":"people.list"}',
    '{"id":7,"call":{"toString":"x"}}',
    '{"watch":"yes"}',
  ])('after %s all that ran for the window ends, and the next page sees the whole state', async nonsense => {
    const { link, say, next, aborted, hub } = await start()
    const call = link().call('message.send', {})
    call.catch(() => undefined) // its page is gone, or is told that nobody answers
    await link().call('people.list', undefined)
    hub.publish({ type: 'pause-changed', paused: true })
    say(nonsense)
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
    const { snapshots, ticks } = watched(await next())
    await vi.waitFor(() => expect(snapshots).toMatchObject([{ seq: 1, state: { paused: true } }]))
    hub.publish({ type: 'config-changed' })
    await vi.waitFor(() => expect(ticks).toMatchObject([{ seq: 2 }]))
  })
}
