import { describe, expect, test } from 'vitest'
import type { ConversationView, TranscriptItem } from '../../main/contract/views.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens } from './harness.ts'
import { now, people, someState, weekly } from './log-samples.ts'

const window = screens()

const view = (chatId: string, title: string, change: Partial<ConversationView> = {}): ConversationView => ({
  session: `default:${chatId}`,
  account: 'default',
  chatId,
  chatType: 'p2p',
  title,
  lastAt: now - 60_000,
  messages: 12,
  ...change,
})
const views = [
  view('oc_wang', '王磊', { messages: 386 }),
  view(weekly.chatId, weekly.name, { chatType: 'group' }),
  view('oc_alex', 'Alexandra Konstantinopoulou-Featherstonehaugh', { lastAt: now - 200_000_000, messages: 1 }),
]

const ANSWER =
  'The total is **¥482,300**.\n\n| Channel | Spend |\n|---|---:|\n| Search | 212,600 |\n\n<img src=x onerror=alert(1)> [site](https://example.com) [bad](javascript:alert(1))'
const items: readonly TranscriptItem[] = [
  { id: 1000, at: now - 90_000_000, from: 'person', text: 'Before the new start', past: true },
  { id: 2000, at: now - 89_990_000, from: 'agent', text: 'An old answer', past: true },
  { id: 3000, at: now - 3_600_000, from: 'person', text: '按渠道汇总一下十月的花费', past: false },
  {
    id: 4000,
    at: now - 3_599_000,
    from: 'agent',
    text: '',
    calls: [{ tool: 'read_file', input: '{"path":"2026-10.csv"}' }],
    past: false,
  },
  { id: 5000, at: now - 3_598_000, from: 'tool', name: 'read_file', text: 'channel,spend', past: false },
  { id: 6000, at: now - 3_590_000, from: 'agent', text: ANSWER, past: false },
]

const answers = (said: readonly TranscriptItem[] = items): Answers => ({
  'people.list': () => people,
  'conversations.list': ({ search = '' }) => views.filter(({ title }) => title.toLowerCase().includes(search)),
  'conversations.read': ({ before }) => (before === undefined ? said : []),
  'turn.stop': () => undefined,
})

describe('conversations', () => {
  test('a conversation opens with its bubbles, its steps folded, and what is past marked', async () => {
    const { page } = await window.open(someState, answers(), '#/conversations')
    await page.getByRole('link', { name: /王磊/ }).click()
    await page.getByRole('cell', { name: '212,600' }).waitFor()
    expect(await page.getByRole('article').count()).toBe(4)
    expect(await page.locator('[data-past]').count()).toBe(2)
    await page.getByText('A new conversation. The agent no longer sees what is above.').waitFor()
    await page.getByRole('button', { name: /1 step/ }).click()
    await page.getByText('2026-10.csv').waitFor()
  })

  test('markdown never becomes HTML of its own, and links lead outside', async () => {
    const { page } = await window.open(someState, answers(), '#/conversations/default%3Aoc_wang')
    const link = page.getByRole('link', { name: 'site' })
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await page.locator('.markdown img').count()).toBe(0)
    expect(await page.getByRole('link', { name: 'bad' }).count()).toBe(0)
  })

  test('the list is searched by the service, and says when nothing was found', async () => {
    const { page, server } = await window.open(someState, answers(), '#/conversations')
    await page.getByRole('link', { name: /王磊/ }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('zzz')
    await page.getByText('Nothing was found', { exact: false }).waitFor()
    expect(server.calls.at(-1)?.input).toMatchObject({ search: 'zzz' })
  })

  test('a running answer shows for how long, and can be stopped', async () => {
    const turn = { id: 't1', account: 'default', chatId: 'oc_wang', senderId: 'ou_1', startedAt: Date.now(), steps: [] }
    const place = '#/conversations/default%3Aoc_wang'
    const { page, server } = await window.open({ ...someState, turns: { t1: turn } }, answers(), place)
    await page.getByRole('button', { name: 'Stop' }).click()
    expect(server.calls).toContainEqual({ call: 'turn.stop', input: { turnId: 't1' } })
  })

  test('it is read again when something happens in its chat, and only then', async () => {
    const said = [...items]
    const { page, server } = await window.open(someState, answers(said), '#/conversations/default%3Aoc_wang')
    await page.getByRole('cell', { name: '212,600' }).waitFor()
    const fate = {
      at: Date.now(),
      account: 'default',
      kind: 'message',
      eventId: 'e',
      fate: 'answered',
      reason: '',
    } as const
    const reads = () => server.calls.filter(({ call }) => call === 'conversations.read').length
    const before = reads()
    server.hub.publish({ type: 'event-fated', entry: { ...fate, chatId: 'oc_other' }, midnight: 0 })
    said.push({ id: 7000, at: Date.now(), from: 'person', text: 'And now as a file', past: false })
    server.hub.publish({ type: 'event-fated', entry: { ...fate, at: fate.at + 1, chatId: 'oc_wang' }, midnight: 0 })
    await page.getByText('And now as a file').waitFor()
    expect(reads()).toBe(before + 1)
  })

  test('arrows move in the list, and at 360 px list and conversation are two levels', async () => {
    const { page } = await window.open(someState, answers(), '#/conversations', { width: 360 })
    await page.getByRole('link', { name: /王磊/ }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: weekly.name }).waitFor()
    expect(await page.getByRole('searchbox').isVisible()).toBe(false)
    await page.getByRole('link', { name: 'All conversations' }).click()
    await page.getByRole('searchbox').waitFor()
  })

  test('nothing yet, and a failure, say what to do', async () => {
    const nothing = await window.open(someState, { 'conversations.list': () => [] }, '#/conversations')
    await nothing.page.getByText('No conversation yet').waitFor()
    const broken = await window.open(someState, {}, '#/conversations')
    await broken.page.getByRole('button', { name: 'Try again' }).waitFor()
  })

  test.each(looks)('has no barriers: $language $theme $width', async look => {
    const { page } = await window.open(someState, answers(), '#/conversations/default%3Aoc_wang', look)
    await page.getByRole('button', { name: /1 step|1 个步骤/ }).click()
    await expectNoBarriers(page)
    await expectNoSideScroll(page)
    await picture(page, `conversations-${nameOf(look)}`)
  })
})
