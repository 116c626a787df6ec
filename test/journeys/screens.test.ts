import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { reduce } from '../../main/contract/reduce.ts'
import type { Link } from '../../main/contract/rpc.ts'
import { initialState, type AppState } from '../../main/contract/state.ts'
import { serve, type Running } from '../../main/headless.ts'
import { openPracticeWorld, type PracticeWorld } from '../../main/practice-world.ts'
import { until } from '../fakes/chat.ts'
import { connectText } from '../rpc/text-link.ts'

const home = mkdtempSync(join(tmpdir(), 'perch-screens-'))
let world: PracticeWorld
let running: Running
let link: Link
let state: AppState = initialState

/** A window in a browser: the token is exchanged, then everything goes over its WebSocket. */
async function openWindow(): Promise<Link> {
  const reply = await running.app.call('screens.link', undefined, new AbortController().signal)
  if (!reply.ok) throw new Error(reply.error.message)
  const { origin, host, hash } = new URL((reply.value as { url: string }).url)
  const body = JSON.stringify({ token: hash.replace('#token=', '') })
  const answer = await fetch(`${origin}/api/v1/session`, { method: 'POST', body })
  const { tab } = (await answer.json()) as { tab: string }
  const headers = { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  const socket = new WebSocket(`ws://${host}/api/v1/link`, ['perch.v1', `perch.tab.${tab}`], { headers, origin })
  const { link: opened } = await connectText({
    send: text => socket.send(text),
    open: on => {
      socket.on('open', on.opened)
      socket.on('message', (data: Buffer) => on.text(data.toString('utf8')))
      socket.on('close', on.closed)
    },
    close: () => socket.terminate(),
  })
  return opened
}

const perform = <T>(operation: string, input: unknown) => link.call('practice.do', { operation, input }) as Promise<T> // the pretend Feishu answers what the operation says

beforeAll(async () => {
  world = await openPracticeWorld(home)
  running = await serve({ home, port: 0 }, () => undefined, world.env, world.practice)
  link = await openWindow()
  link.watch(
    snapshot => (state = snapshot.state),
    ({ fact }) => (state = reduce(state, fact)),
  )
  await until('the bot is online', () => state.accounts['default']?.state === 'online')
})

afterAll(async () => {
  await running.stop()
  await world.sandbox.close()
  rmSync(home, { recursive: true, force: true })
})

describe('what a window sees of a conversation, from the first word to the answer', () => {
  let ann: { openId: string }
  let said: { messageId: string; chatId: string }
  const QUESTION = 'Hello from Ann, what about the magpie?'

  test('it drives the pretend Feishu, and is told when a chat looks different', async () => {
    const before = state.practice?.revision ?? 0
    ann = await perform('createPerson', { name: 'Ann' })
    said = await perform('say', { person: ann.openId, text: QUESTION })
    await until('the chat changed', () => (state.practice?.revision ?? 0) > before)
    await expect(perform('noSuchThing', {})).rejects.toMatchObject({ code: 'not-found' })
    await expect(perform('constructor', {})).rejects.toMatchObject({ code: 'not-found' })
    await expect(perform('say', { person: 5 })).rejects.toMatchObject({ code: 'bad-request' })
  })

  test('it shows the words of who waits, and lets them in', async () => {
    await until('Ann waits', () => state.pending.some(person => person.openId === ann.openId))
    expect(await link.call('person.waiting', { account: 'default', openId: ann.openId })).toMatchObject([
      { messageId: said.messageId, text: QUESTION },
    ])
    await link.call('people.allow', { id: ann.openId })
    await until('the message is answered', () =>
      state.recent.some(({ messageId, fate }) => messageId === said.messageId && fate === 'answered'),
    )
  })

  test('it explains the event, with what was answered', async () => {
    const event = await link.call('event.read', { account: 'default', messageId: said.messageId })
    expect(event).toMatchObject({ senderId: ann.openId, text: QUESTION, fate: 'answered', chatType: 'p2p' })
    const texts = event.answers.map(({ text }) => text)
    expect(texts.at(-1)).toContain('magpie')
    expect(event.answers.every(({ state: sent, messageId }) => sent === 'sent' && messageId.startsWith('om_'))).toBe(
      true,
    )
    const missing = link.call('event.read', { account: 'default', messageId: 'om_none' })
    await expect(missing).rejects.toMatchObject({ code: 'not-found' })
  })

  test('it finds the conversation by what was said and by whom, and reads it', async () => {
    const session = `default:${said.chatId}`
    for (const search of ['magpie', 'ANN', undefined])
      expect(await link.call('conversations.list', search === undefined ? {} : { search })).toMatchObject([
        { session, title: 'Ann', chatType: 'p2p', messages: 2 },
      ])
    expect(await link.call('conversations.list', { search: 'ostrich' })).toEqual([])
    const items = await link.call('conversations.read', { session })
    expect(items.map(({ from }) => from)).toEqual(['person', 'agent'])
    expect(items[0]?.text).toContain('magpie')
  })

  test('it follows the log, in which no words of people stand', async () => {
    const page = await link.call('log.read', { filter: { fate: 'answered' } })
    expect(page.rows).toMatchObject([{ fate: 'answered', account: 'default', messageId: said.messageId }])
    const waiting = link.call('log.read', { after: page.next, wait: 20_000, filter: { fate: 'not-mentioned' } })
    const group = await perform<{ chatId: string }>('createGroup', { name: 'The team', members: [ann.openId] })
    await perform('say', { person: ann.openId, chat: group.chatId, text: 'quiet words' })
    expect((await waiting).rows).toMatchObject([{ fate: 'not-mentioned', chatId: group.chatId }])
    const all = [
      ...(await link.call('log.read', { limit: 2000 })).rows,
      ...(await link.call('log.history', { before: Date.now() + 1000, limit: 2000 })).rows,
    ]
    expect(all.length).toBeGreaterThan(10)
    expect(JSON.stringify(all)).not.toMatch(/magpie|quiet words/)
  })

  test('it shows the group by its name, and changes its rules', async () => {
    const [group] = await link.call('groups.list', {})
    expect(group).toMatchObject({ name: 'The team', admitted: false, requireMention: true, people: 1, messages: 1 })
    const { chatId } = group!
    const before = state.configRevision
    await link.call('groups.save', { account: 'default', chatId, requireMention: false, systemPrompt: 'Be brief.' })
    expect(await link.call('groups.list', { account: 'default' })).toMatchObject([
      { chatId, requireMention: false, systemPrompt: 'Be brief.' },
    ])
    await until('the window is told', () => state.configRevision > before)
    for (const [bad, code] of [
      [{ account: 'none', chatId }, 'not-found'],
      [{ account: 'default', chatId: 'oc_x.enabled' }, 'bad-request'],
    ] as const)
      await expect(link.call('groups.save', { ...bad, enabled: false })).rejects.toMatchObject({ code })
  })

  test('it stops a turn that runs, once', async () => {
    const long = await perform<{ messageId: string }>('say', { person: ann.openId, text: 'Write something long.' })
    const turn = await until('the turn runs', () => Object.values(state.turns)[0])
    await link.call('turn.stop', { turnId: turn.id })
    await until('it is stopped', () =>
      state.recent.some(({ messageId, fate }) => messageId === long.messageId && fate === 'skipped'),
    )
    await expect(link.call('turn.stop', { turnId: turn.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('it lists the settings, changes one, and learns the language', async () => {
    const find = async (path: string) => (await link.call('settings.list', {})).find(view => view.path === path)
    expect(await find('channels.lark.appSecret')).toMatchObject({ kind: 'secret', isSet: true, value: null })
    expect(await find('language')).toMatchObject({ value: 'auto', isSet: false })
    await link.call('config.set', { path: 'language', value: 'zh-CN' })
    expect(await find('language')).toMatchObject({ value: 'zh-CN', isSet: true })
    await until('the window speaks Chinese', () => state.language === 'zh-CN')
  })
})
