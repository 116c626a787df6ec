import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { initialState } from '../../main/contract/state.ts'
import { createWireLink } from '../../renderer/wire-link.ts'
import { decode } from '../../renderer/wire-messages.ts'
import type { PortEvents, WirePort } from '../../renderer/wire-port.ts'

/** A port whose other end is the test. */
function scripted() {
  const sent: Record<string, unknown>[] = []
  let events: PortEvents | undefined
  const port: WirePort = {
    send: text => sent.push(JSON.parse(text) as Record<string, unknown>),
    open: mine => {
      events = mine
      return () => mine.closed()
    },
  }
  const link = createWireLink(port)
  const heard = () => {
    if (!events) throw new Error('the port was not opened')
    return events
  }
  return {
    link,
    sent,
    opened: () => heard().opened(),
    closed: () => heard().closed(),
    say: (message: unknown) => heard().text(typeof message === 'string' ? message : JSON.stringify(message)),
  }
}

const watching = (link: ReturnType<typeof scripted>['link']) => {
  const seen: string[] = []
  const stop = link.watch(
    ({ seq }) => seen.push(`snapshot ${seq}`),
    ({ seq }) => seen.push(`tick ${seq}`),
  )
  return { seen, stop }
}

describe('a link over any port', () => {
  test('gives each call its own answer, whatever the order', async () => {
    const { link, opened, say, sent } = scripted()
    opened()
    const [one, two] = [link.call('people.list', {}), link.call('groups.list', {})]
    say({ id: 2, ok: true, value: ['groups'] })
    say({ id: 1, ok: true, value: ['people'] })
    expect(await one).toEqual(['people'])
    expect(await two).toEqual(['groups'])
    expect(sent).toEqual([
      { id: 1, call: 'people.list', input: {} },
      { id: 2, call: 'groups.list', input: {} },
    ])
  })

  test('a failure arrives with its code', async () => {
    const { link, opened, say } = scripted()
    opened()
    const answer = link.call('people.allow', { id: 'ou_1' })
    say({ id: 1, ok: false, error: { code: 'not-found', message: 'Nobody has this ID.', hint: '' } })
    await expect(answer).rejects.toMatchObject({ code: 'not-found', message: 'Nobody has this ID.' })
  })

  test('a call before the port opens, and one cut off by its end, fail instead of waiting', async () => {
    const { link, opened, closed } = scripted()
    await expect(link.call('settings.list', {})).rejects.toMatchObject({ code: 'not-running' })
    opened()
    const cut = link.call('settings.list', {})
    closed()
    await expect(cut).rejects.toMatchObject({ code: 'not-running' })
  })

  test('a cancelled call tells the service and fails at once; its late answer is nobody’s', async () => {
    const { link, opened, say, sent } = scripted()
    opened()
    const stopping = new AbortController()
    const answer = link.call('log.read', {}, stopping.signal)
    stopping.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    say({ id: 1, ok: true, value: 'late' })
    expect(sent.at(-1)).toEqual({ id: 1, cancel: true })
  })

  test('watchers get a snapshot again after a reconnect', () => {
    const { link, opened, closed, say, sent } = scripted()
    const { seen } = watching(link)
    opened()
    say({ snapshot: { seq: 3, state: initialState } })
    closed()
    opened()
    say({ snapshot: { seq: 0, state: initialState } })
    say({ tick: { seq: 1, fact: { type: 'practice-changed' } } })
    expect(sent).toEqual([{ watch: true }, { watch: true }])
    expect(seen).toEqual(['snapshot 3', 'snapshot 0', 'tick 1'])
  })

  test('the last watcher to leave ends the watching', () => {
    const { link, opened, sent } = scripted()
    opened()
    const [one, two] = [watching(link), watching(link)]
    one.stop()
    expect(sent.at(-1)).toEqual({ watch: true })
    two.stop()
    expect(sent.at(-1)).toEqual({ watch: false })
  })

  test('close fails what still waits', async () => {
    const { link, opened } = scripted()
    opened()
    const answer = link.call('settings.list', {})
    link.close()
    await expect(answer).rejects.toMatchObject({ code: 'not-running' })
  })
})

describe('what the other end may say', () => {
  test.each([
    ['no JSON', '{"id":'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['an answer without ok', '{"id":1}'],
    ['a failure without an error', '{"id":1,"ok":false}'],
    ['a failure with half an error', '{"id":1,"ok":false,"error":{"code":"internal"}}'],
    ['a snapshot without a state', '{"snapshot":{"seq":1}}'],
    [
      'a snapshot with a list for a record',
      JSON.stringify({ snapshot: { seq: 1, state: { ...initialState, accounts: [] } } }),
    ],
    ['a snapshot that lacks a part', JSON.stringify({ snapshot: { seq: 1, state: { version: '1' } } })],
    ['a tick without a number', '{"tick":{"fact":{"type":"practice-changed"}}}'],
    ['a tick whose fact is a text', '{"tick":{"seq":1,"fact":"practice-changed"}}'],
  ])('%s is ignored', (_name, text) => {
    expect(decode(text)).toBeUndefined()
  })

  test('an answer to a call that nobody made, and noise of any kind, change nothing', () => {
    const { link, opened, say } = scripted()
    const { seen } = watching(link)
    opened()
    say({ id: 99, ok: true, value: 1 })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        say(text)
      }),
    )
    expect(seen).toEqual([])
  })
})
