import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import type { ConversationMargin, ConversationView, SentByHand, TranscriptItem } from '../../main/contract/views.ts'
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
const SENT_FILE =
  '⟦file "spend-2026-10.xlsx": Excel workbook, 84.0 KB, kept as received/a.xlsx; here is its text⟧\nchannel | spend\n⟦end of "spend-2026-10.xlsx"⟧\n\n⟦quoted: a message of "Maya Tan", not written by the person who quotes it⟧\nThe numbers are in the file.\n⟦end of the quoted message⟧\n\n按渠道汇总一下十月的花费'

const items: readonly TranscriptItem[] = [
  { id: 1000, at: now - 90_000_000, from: 'person', text: 'Before the new start', past: true },
  { id: 2000, at: now - 89_990_000, from: 'agent', text: 'An old answer', past: true },
  { id: 3000, at: now - 3_600_000, from: 'person', text: SENT_FILE, past: false },
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

const spent = (input: number, output: number, millionths: number) => ({
  input,
  output,
  costs: [{ currency: 'CNY', millionths }],
  isCostKnown: true,
})
const hand: SentByHand = {
  id: 1,
  at: now - 600_000,
  text: 'The **report** is ready.',
  state: 'sent',
  messageId: 'om_9',
}
const margin: ConversationMargin = {
  answers: [
    {
      at: now - 3_590_000,
      questionId: 'om_question',
      spent: spent(3214, 812, 21_000),
      reactions: [
        { emoji: 'THUMBSUP', senderId: people[3]?.openId ?? '' },
        { emoji: 'ThumbsDown', senderId: people[1]?.openId ?? '' },
      ],
    },
  ],
  failed: [],
  sent: [hand],
  total: spent(45_120, 9_803, 1_250_000),
}

const answers = (said: readonly TranscriptItem[] = items, beside: ConversationMargin = margin): Answers => ({
  'conversations.margin': () => beside,
  'message.send': ({ to = '' }) => ({ messageId: 'om_new', chatId: to }),
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
    expect(await page.getByRole('article').count()).toBe(5) // four of the transcript, one sent by hand
    expect(await page.locator('[data-past]').count()).toBe(2)
    await page.getByText('A new conversation. The agent no longer sees what is above.').waitFor()
    await page.getByRole('button', { name: /1 step/ }).click()
    await page.getByText('2026-10.csv').waitFor()
  })

  test('an answer says what it cost and how people took it, and leads to its row in the log', async () => {
    const { page } = await window.open(someState, answers(), '#/conversations/default%3Aoc_wang')
    const answer = page.getByRole('article').filter({ hasText: '¥482,300' })
    await answer.getByText('3,214 tokens in, 812 out').waitFor()
    await answer.getByText('¥0.021').waitFor()
    expect(
      await answer
        .getByRole('listitem')
        .filter({ has: page.getByLabel('thumbs-up') })
        .innerText(),
    ).toContain('王磊')
    await page.getByText('45,120 tokens in, 9,803 out').waitFor()
    await answer.getByRole('link', { name: 'Show in log' }).click()
    expect(page.url()).toContain('#/log/om_question')
  })

  test('files are named with kind and size, and what was quoted stands apart', async () => {
    const { page } = await window.open(someState, answers(), '#/conversations/default%3Aoc_wang')
    const question = page.getByRole('article').filter({ hasText: '按渠道' })
    await question.getByText('spend-2026-10.xlsx').waitFor()
    await question.getByText('File · Excel workbook, 84.0 KB').waitFor()
    expect(await page.locator('blockquote.talk-apart').innerText()).toContain('Quotes Maya Tan')
    expect(await page.getByText('⟦').count()).toBe(0)
  })

  test('the owner writes as the bot, with the keyboard, and sees what was sent', async () => {
    const beside = { ...margin, sent: [...margin.sent] }
    const send: Answers['message.send'] = ({ to = '', message = '' }) => {
      beside.sent.push({ id: 2, at: Date.now(), text: message, state: 'sent' })
      return { messageId: 'om_new', chatId: to }
    }
    const place = '#/conversations/default%3Aoc_wang'
    const { page, server } = await window.open(someState, { ...answers(items, beside), 'message.send': send }, place)
    const field = page.getByRole('textbox', { name: 'Write as Office bot' })
    await field.fill('Hello from me')
    await field.press('Enter')
    expect(server.calls.filter(({ call }) => call === 'message.send')).toHaveLength(0)
    await field.fill('Hello from me')
    await field.press('Control+Enter')
    await page.getByRole('article').filter({ hasText: 'Hello from me' }).getByText('sent from this computer').waitFor()
    expect(await field.inputValue()).toBe('')
    expect(server.calls.find(({ call }) => call === 'message.send')?.input).toMatchObject({
      account: 'default',
      to: 'oc_wang',
      message: 'Hello from me',
    })
  })

  test('what is sent again after a doubt keeps its key; what is written next has another', async () => {
    let attempts = 0
    const send: Answers['message.send'] = ({ to = '' }) => {
      if (attempts++ === 0) throw new AppError('send-uncertain', 'It is not known whether the message was sent.')
      return { messageId: 'om_new', chatId: to }
    }
    const place = '#/conversations/default%3Aoc_wang'
    const { page, server } = await window.open(someState, { ...answers(), 'message.send': send }, place)
    const field = page.getByRole('textbox', { name: 'Write as Office bot' })
    await field.fill('Once only')
    await field.press('Control+Enter')
    await page.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => field.inputValue()).toBe('')
    await field.fill('Once only')
    await field.press('Control+Enter')
    await expect.poll(() => field.inputValue()).toBe('')
    const keys = server.calls.filter(({ call }) => call === 'message.send').map(({ input }) => Object(input).key)
    expect(keys[0]).toEqual(expect.any(String))
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })

  test('a message that could not be sent is kept, and so is a draft while another conversation is open', async () => {
    const refused = () => {
      throw new AppError('send-uncertain', 'It is not known whether the message was sent.')
    }
    const place = '#/conversations/default%3Aoc_wang'
    const { page } = await window.open(someState, { ...answers(), 'message.send': refused }, place)
    const field = page.getByRole('textbox', { name: 'Write as Office bot' })
    await field.fill('Do not lose this')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Perhaps sent', { exact: false }).first().waitFor()
    expect(await field.inputValue()).toBe('Do not lose this')
    await expectNoBarriers(page)
    await page.getByRole('link', { name: weekly.name }).click()
    await page.getByRole('heading', { name: weekly.name }).waitFor()
    await page.getByRole('link', { name: /王磊/ }).click()
    await expect.poll(() => field.inputValue()).toBe('Do not lose this')
  })

  test('what never left is not sent, and nothing is left in doubt', async () => {
    const refused = () => {
      throw new AppError('lark-unreachable', 'No answer (ECONNREFUSED).')
    }
    const place = '#/conversations/default%3Aoc_wang'
    const { page } = await window.open(someState, { ...answers(), 'message.send': refused }, place)
    await page.getByRole('textbox', { name: 'Write as Office bot' }).fill('Hello?')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('alert').getByText('Not sent', { exact: true }).waitFor()
    expect(await page.getByText('Perhaps sent').count()).toBe(0)
  })

  test.each([
    { language: 'en', says: 'The answer failed: deepseek refused the API key.', silent: 'Not answered: ' },
    { language: 'zh-CN', says: '回复失败：deepseek 拒绝了 API key。', silent: '未回复：' },
  ] as const)('an answer that failed shows what was sent and why, live as well: $language', async look => {
    const reason = 'deepseek refused the API key.'
    const sent = {
      at: now - 30_000,
      questionId: 'om_f',
      text: 'The model provider refused the key.',
      meant: '',
      reason,
    }
    const beside = { ...margin, failed: [sent] }
    const said = [{ id: 7000, at: now - 31_000, from: 'person', text: 'And now?', past: false } as const]
    const asked = {
      account: 'default',
      messageId: 'om_g',
      chatId: 'oc_wang',
      chatType: 'p2p',
      senderId: 'ou_1',
      senderName: '王磊',
      createdAt: now,
      receivedAt: now,
      text: 'Still there?',
      reason,
      answers: [],
    } as const
    const given = { ...answers(said, beside), 'conversations.margin': () => beside, 'event.read': () => asked }
    const { page, server } = await window.open(someState, given, '#/conversations/default%3Aoc_wang', look)
    const bubble = page.getByRole('article').filter({ hasText: sent.text })
    await bubble.getByText(look.says).waitFor()
    expect(await bubble.getByRole('link').getAttribute('href')).toBe('#/log/om_f')
    beside.failed = [sent, { at: now, questionId: 'om_g', text: '', meant: '', reason }]
    const fate = { kind: 'message', eventId: 'ev_g', fate: 'failed', reason } as const
    const entry = { ...fate, at: Date.now(), account: 'default', messageId: 'om_g', chatId: 'oc_wang' }
    server.hub.publish({ type: 'event-fated', entry, midnight: 0 })
    await page.getByText(look.silent).waitFor()
    await page.getByText('Still there?').waitFor()
    await picture(page, `conversations-failed-${look.language}`)
    await expectNoBarriers(page)
  })

  test('in a topic the message replies to the last one there', async () => {
    const topic = view('oc_wang', '王磊', { session: 'default:oc_wang:omt_1', threadId: 'omt_1' })
    const given = { ...answers(), 'conversations.list': () => [topic] }
    const { page, server } = await window.open(someState, given, '#/conversations/default%3Aoc_wang%3Aomt_1')
    await page.getByRole('cell', { name: '212,600' }).waitFor()
    await page.getByRole('textbox', { name: 'Write as Office bot' }).fill('Into the topic')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect
      .poll(() => server.calls.find(({ call }) => call === 'message.send')?.input)
      .toMatchObject({ reply: 'om_question' })
  })

  test('what is being answered shows while the answer is made, step by step', async () => {
    const step = {
      id: 's1',
      tool: 'read_file',
      target: 'todo.md',
      startedAt: Date.now(),
      endedAt: Date.now() + 300,
      ok: true,
    }
    const turn = {
      id: 't1',
      account: 'default',
      chatId: 'oc_wang',
      senderId: people[3]?.openId ?? '',
      startedAt: Date.now(),
      steps: [step, { id: 's2', tool: 'search_text', target: 'milk', startedAt: Date.now() }],
    }
    const fate = {
      at: 1,
      account: 'default',
      kind: 'message',
      eventId: 'e',
      messageId: 'om_now',
      fate: 'running',
      reason: '',
    } as const
    const state = {
      ...someState,
      turns: { t1: turn },
      recent: [{ ...fate, chatId: 'oc_wang', senderId: turn.senderId }],
    }
    const event = {
      ...fate,
      chatId: 'oc_wang',
      chatType: 'p2p',
      senderId: turn.senderId,
      senderName: '王磊',
      createdAt: 1,
      receivedAt: 2,
      text: 'And what is left to do?',
      answers: [],
    } as const
    const given = { ...answers(), 'event.read': () => event }
    const { page } = await window.open(state, given, '#/conversations/default%3Aoc_wang')
    await page.getByText('And what is left to do?').waitFor()
    await page.getByRole('list', { name: '2 steps' }).getByText('search_text').waitFor()
    await picture(page, 'conversations-running')
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

  test('at 200 % zoom nothing is lost', async () => {
    const { page } = await window.open(someState, answers(), '#/conversations/default%3Aoc_wang')
    await page.setViewportSize({ width: 490, height: 340 })
    await page.getByRole('cell', { name: '212,600' }).waitFor()
    await page.getByText('45,120 tokens in, 9,803 out').waitFor()
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isVisible()).toBe(true)
    expect(await page.locator('.talk-body').evaluate(body => body.clientHeight)).toBeGreaterThan(60)
    await expectNoSideScroll(page)
    await picture(page, 'conversations-zoom')
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
