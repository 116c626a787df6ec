import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reduce } from '../../../main/contract/reduce.ts'
import type { Snapshot, Tick } from '../../../main/contract/rpc.ts'
import { ipcPort } from '../../../renderer/ipc-link.ts'
import { createWireLink, type WireLink } from '../../../renderer/wire-link.ts'
import { until } from '../../fakes/chat.ts'
import { dropDesktopHome, ELECTRON, launchDesktop, makeDesktopHome, type Desktop } from './desktop.ts'
import { probes } from './probes.ts'

/** The screens' own link, whose port is the bridge of a page in a real Electron. */
async function linkOver(page: Page): Promise<WireLink> {
  const listeners = new Set<(text: string) => void>()
  await page.exposeFunction('hearForTest', (text: string) => listeners.forEach(listener => listener(text)))
  await page.evaluate('void perch.onMessage(text => hearForTest(text))')
  let sending = Promise.resolve()
  const send = (text: string) => {
    sending = sending.then(() => page.evaluate(`perch.send(${JSON.stringify(text)})`)).then(() => undefined)
  }
  const onMessage = (listener: (text: string) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return createWireLink(ipcPort({ send, onMessage }).port)
}

describe.skipIf(!ELECTRON)('the link in a real Electron', () => {
  let desktop: Desktop
  let link: WireLink
  beforeAll(async () => {
    desktop = await launchDesktop({ home: makeDesktopHome(), args: ['--practice'] })
    const page = await desktop.page()
    await page.getByRole('heading', { level: 1 }).waitFor()
    // the calls of a screen would have the same numbers as ours: a place without a screen makes none
    await page.evaluate(probes.goTo('nowhere'))
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'detached' })
    link = await linkOver(page)
  })
  afterAll(async () => {
    await desktop.quit()
    dropDesktopHome(desktop.home)
  })

  test('many calls at once each get their own answer', async () => {
    const paths = ['language', 'logLevel', 'server.port', 'proxy', 'caFile']
    const answers = await Promise.all(paths.map(path => link.call('config.get', { path })))
    expect(answers).toEqual(['auto', 'info', 18_789, 'system', ''])
  })

  test('a failure arrives with its code, and bad input is refused by name', async () => {
    await expect(link.call('turn.stop', { turnId: 'none' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(link.call('people.allow', { id: '' })).rejects.toMatchObject({
      code: 'bad-request',
      message: /people\.allow: id/,
    })
  })

  test('a cancelled call ends, and the link goes on', async () => {
    const { next } = await link.call('log.read', {})
    const stopping = new AbortController()
    const call = link.call(
      'log.read',
      { after: next, wait: 25_000, filter: { text: 'nothing says this' } },
      stopping.signal,
    )
    stopping.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(await link.call('config.get', { path: 'language' })).toBe('auto')
  })

  test('a watcher sees one snapshot, then every fact without a gap, and can rebuild the state', async () => {
    const snapshots: Snapshot[] = []
    const ticks: Tick[] = []
    const stop = link.watch(
      snapshot => snapshots.push(snapshot),
      tick => ticks.push(tick),
    )
    await until('the snapshot is there', () => snapshots[0])
    for (let round = 0; round < 20; round++) await link.call('agent.pause', { paused: round % 2 === 0 })
    const pauses = await until('every pause is told', () => {
      const told = ticks.filter(({ fact }) => fact.type === 'pause-changed')
      return told.length === 20 ? told : undefined
    })
    expect(ticks.map(({ seq }) => seq)).toEqual(ticks.map((_, index) => (snapshots[0]?.seq ?? 0) + 1 + index))
    expect(pauses.at(-1)?.fact).toEqual({ type: 'pause-changed', paused: false })
    const rebuilt = ticks.reduce((state, { fact }) => reduce(state, fact), snapshots[0]!.state)
    expect(rebuilt.paused).toBe(false)
    stop()
  })

  test('more than a call can carry is refused with a code, and half of it arrives whole', async () => {
    const long = { path: 'agents.list', value: 'x'.repeat(1024 * 1024) }
    await expect(link.call('config.set', long)).rejects.toMatchObject({ code: 'bad-request' })
    const systemPrompt = '鸟'.repeat(150_000)
    const change = { account: 'none', chatId: 'oc_1', systemPrompt }
    await expect(link.call('groups.save', change)).rejects.toMatchObject({ code: 'not-found' })
  })
})
