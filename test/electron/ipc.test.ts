import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Logger } from '../../main/base/logger.ts'
import { LONGEST_MESSAGE } from '../../main/rpc/wire.ts'
import { openLinkOf } from '../local/loopback.ts'
import { linkConformance, windowConformance } from '../rpc/link-conformance.ts'
import { smallService } from '../rpc/service.ts'
import { fakeInbox, fakeWindow, OUR_PAGE } from './ipc-fake.ts'

function start() {
  const service = smallService()
  const refusals: unknown[] = []
  const note = (_text: string, fields?: object) => void refusals.push((fields as { refusal?: unknown }).refusal)
  const ignore = () => undefined
  const log: Logger = { debug: ignore, info: ignore, warn: note, error: note, child: () => log }
  const inbox = fakeInbox()
  const window = fakeWindow(openLinkOf(service), inbox, log)
  onTestFinished(window.close)
  return { ...service, ...window, inbox, refusals }
}

const allow = (id: number) => JSON.stringify({ id, call: 'agent.pause', input: { paused: true } })

describe('Electron IPC as a link', () => {
  linkConformance(async service => {
    const { link, close } = fakeWindow(openLinkOf(service))
    return { link: link(), close: async () => close() }
  })

  windowConformance(async service => {
    const { link, forge, close } = fakeWindow(openLinkOf(service))
    return { link, say: forge, next: () => Promise.resolve(link()), close: async () => close() }
  })
})

describe('who may speak to the service', () => {
  const child = { url: OUR_PAGE, parent: { url: OUR_PAGE } }
  test.each([
    { who: 'a page of the web', frame: { url: 'https://evil.example/', parent: null } },
    { who: 'a page with our name in its path', frame: { url: 'https://evil.example/perch://app/', parent: null } },
    { who: 'a file', frame: { url: 'file:///app/index.html', parent: null } },
    { who: 'another host of our scheme', frame: { url: 'perch://other/', parent: null } },
    { who: 'an empty page', frame: { url: 'about:blank', parent: null } },
    { who: 'a frame inside our page', frame: child },
    { who: 'a frame that is gone', frame: null },
  ])('$who may not', async ({ frame }) => {
    const { forge, link, hub, refusals } = start()
    forge(allow(1), frame)
    await vi.waitFor(() => expect(refusals).toEqual(['it came from another page']))
    await link().call('people.list', undefined)
    expect(hub.state().paused).toBe(false)
  })

  test.each([
    { what: 'an object', message: { id: 1, call: 'agent.pause', input: { paused: true } } },
    { what: 'bytes', message: new TextEncoder().encode(allow(1)) },
    { what: 'nothing', message: undefined },
    { what: 'a list of texts', message: [allow(1)] },
    { what: 'more than a message may hold', message: `${allow(1)}${' '.repeat(LONGEST_MESSAGE)}` },
  ])('$what is not taken', async ({ message }) => {
    const { forge, link, hub, refusals } = start()
    forge(message)
    await vi.waitFor(() => expect(refusals).toHaveLength(1))
    await link().call('people.list', undefined)
    expect(hub.state().paused).toBe(false)
  })

  test('a window hears only what is meant for it', async () => {
    const service = smallService()
    const inbox = fakeInbox()
    const [one, two] = [fakeWindow(openLinkOf(service), inbox), fakeWindow(openLinkOf(service), inbox)]
    onTestFinished(() => [one, two].forEach(window => window.close()))
    const heard: number[] = []
    one.link().watch(
      () => undefined,
      () => heard.push(1),
    )
    await one.link().call('people.list', undefined)
    expect(await two.link().call('people.allow', { id: 'ou_two' })).toMatchObject({ allowed: 'ou_two' })
    two.close()
    service.hub.publish({ type: 'config-changed' })
    await vi.waitFor(() => expect(heard).toEqual([1]))
  })
})

describe('what ends with a page', () => {
  const running = async () => {
    const window = start()
    const call = window.link().call('message.send', {})
    call.catch(() => undefined) // nobody answers a page that is gone
    await window.link().call('people.list', undefined)
    return window
  }

  test('all that runs for it, when it loads anew, and the new one gets only its own answers', async () => {
    const { load, link, aborted, hub } = await running()
    load()
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
    const snapshots: number[] = []
    link().watch(
      ({ seq }) => snapshots.push(seq),
      () => undefined,
    )
    hub.publish({ type: 'config-changed' })
    await vi.waitFor(() => expect(snapshots).toHaveLength(1))
  })

  test('all that runs for it, when its process dies', async () => {
    const { crash, aborted } = await running()
    crash()
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
  })

  test('everything, when the window is destroyed: nothing is sent to it, and nobody listens any more', async () => {
    const { close, aborted, hub, inbox } = await running()
    close()
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
    hub.publish({ type: 'config-changed' })
    expect(inbox.listeners.size).toBe(0)
  })

  test('nothing whatever that a page says breaks the service', async () => {
    const { forge, link } = start()
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async text => {
        forge(text)
        const ask = () => link().call('people.list', undefined, AbortSignal.timeout(100)) // its page may just be gone
        await vi.waitFor(async () => expect(await ask()).toEqual([]))
      }),
      { numRuns: 60 },
    )
  })
})
