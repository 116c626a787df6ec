import { describe, expect, test } from 'vitest'
import type { Fate } from '../../main/contract/fates.ts'
import type { Answers, ScreenServer } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens } from './harness.ts'
import { person, someState } from './log-samples.ts'
import { bot, fakeWorld, type FakeWorld } from './practice-world.ts'

const window = screens()
const state = { ...someState, practice: { revision: 1 } }

function answersOf(world: FakeWorld, change: Answers = {}): Answers {
  return {
    'practice.do': world.answer,
    'people.list': () => [],
    'people.allow': ({ id }) => ({ allowed: id, account: 'default' }),
    'log.read': () => new Promise(() => {}),
    'groups.list': () => [],
    ...change,
  }
}

/** A pretend Feishu whose changes reach the window. */
function stage() {
  let server: ScreenServer | undefined
  const world = fakeWorld(() => server?.hub.publish({ type: 'practice-changed' }))
  return { world, join: (joined: ScreenServer) => (server = joined) }
}

const fated = (server: ScreenServer, messageId: string, fate: Fate, senderId: string) =>
  server.hub.publish({
    type: 'event-fated',
    midnight: 0,
    entry: { at: Date.now(), account: 'default', kind: 'message', eventId: 'e', messageId, senderId, fate, reason: '' },
  })

describe('practice', () => {
  test('a person is made, writes, and what Perch did is shown station by station', async () => {
    const { world, join } = stage()
    const { page, server } = await window.open(state, answersOf(world), '#/practice')
    join(server)
    await page.getByRole('button', { name: 'New person' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Ann')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Write as Ann' }).fill('Hello')
    await page.keyboard.press('Enter')
    await expect.poll(() => world.messages.length).toBe(1)
    const [message] = world.messages
    const openId = world.people[0]?.openId ?? ''
    fated(server, message?.messageId ?? '', 'pending-pairing', openId)
    server.hub.publish({ type: 'person-changed', person: person(openId, 'Ann', 'pending') })
    const line = page.getByRole('list', { name: 'What Perch did' })
    await line.getByText('Waits for you', { exact: true }).waitFor()
    // the story moves on as soon as somebody waits, and offers what comes next
    await page.getByRole('region', { name: 'A story to try' }).getByText('1 of 5').waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Write it for me' }).count()).toBe(0)
    await line.getByRole('button', { name: 'Allow' }).click()
    await expect
      .poll(() => server.calls)
      .toContainEqual({ call: 'people.allow', input: { id: openId, account: 'default' } })
  })

  test('a card grows while it streams, and its button is pressed by its place', async () => {
    const { world, join } = stage()
    const ann = world.answer({ operation: 'createPerson', input: { name: 'Ann' } }) as { openId: string }
    const said = world.answer({ operation: 'say', input: { person: ann.openId, text: 'Go' } }) as { chatId: string }
    const { page, server } = await window.open(state, answersOf(world), '#/practice')
    join(server)
    const card = { text: 'One', fullText: 'One', controls: [{ tag: 'button', text: 'Stop' }], streaming: true }
    const message = world.add({ chatId: said.chatId, sender: bot, text: 'One', card })
    await page.getByText('One', { exact: true }).waitFor()
    world.messages[1] = { ...message, card: { ...card, text: 'One **two**', streaming: false } }
    server.hub.publish({ type: 'practice-changed' })
    await page.locator('strong', { hasText: 'two' }).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Noted.').waitFor()
  })

  const grey = (text: string) => `<font color='grey'>${text}</font>`
  const streaming = {
    text: [grey('🔍 list_files · workspace'), 'There are **two**', grey('Thinking …'), '[Stop]'].join('\n'),
    fullText: '',
    elements: {
      steps: `${grey('✓ list_files workspace · 0.1 s')}\n${grey('⋯ read_file todo.md')}`,
      answer: 'There are **two** notes:\n\n| Note | Points |\n|---|---:|\n| todo.md | 2 |',
      status: grey('Thinking …'),
      button: '[Stop]',
    },
    controls: [{ tag: 'button', text: 'Stop' }],
    streaming: true,
  }
  const closed = {
    ...streaming,
    elements: {
      steps_panel: `${grey('Steps · 2')}\n${grey('✓ list_files workspace · 0.1 s')}`,
      steps: `${grey('✓ list_files workspace · 0.1 s')}\n${grey('✓ read_file todo.md · 0.2 s')}`,
      answer: streaming.elements.answer,
    },
    controls: [],
    streaming: false,
  }

  test('our card shows its steps while it streams and folds them when it is done', async () => {
    const { world, join } = stage()
    const ann = world.answer({ operation: 'createPerson', input: { name: 'Ann' } }) as { openId: string }
    const said = world.answer({ operation: 'say', input: { person: ann.openId, text: 'Go' } }) as { chatId: string }
    const { page, server } = await window.open(state, answersOf(world), '#/practice')
    join(server)
    const message = world.add({ chatId: said.chatId, sender: bot, text: 'x', type: 'interactive', card: streaming })
    await page.getByText('read_file todo.md').waitFor()
    await page.getByText('Thinking …').waitFor()
    await page.getByRole('cell', { name: 'todo.md' }).waitFor()
    await picture(page, 'practice-streaming')
    world.messages[1] = { ...message, card: closed }
    server.hub.publish({ type: 'practice-changed' })
    await page.getByText('Steps · 2').waitFor()
    expect(await page.getByText('read_file todo.md').isVisible()).toBe(false)
    await page.getByText('Steps · 2').click()
    await page.getByText('read_file todo.md · 0.2 s').waitFor()
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
  })

  test('a person judges an answer and takes that back, edits their words, and sends a picture, a sticker, a forward', async () => {
    const { world, join } = stage()
    const ann = world.answer({ operation: 'createPerson', input: { name: 'Ann' } }) as { openId: string }
    const said = world.answer({ operation: 'say', input: { person: ann.openId, text: 'Go' } }) as { chatId: string }
    world.add({ chatId: said.chatId, sender: bot, text: 'Gone' })
    const { page, server } = await window.open(state, answersOf(world), '#/practice')
    join(server)
    const choose = async (message: string, action: string) => {
      await page.getByRole('button', { name: `Actions: ${message}`, exact: true }).click()
      await page.getByRole('menuitem', { name: action }).click()
    }
    await choose('Gone', 'Thumbs-down')
    await page.getByRole('img', { name: 'ThumbsDown' }).waitFor()
    await choose('Gone', 'Thumbs-down')
    await expect.poll(() => page.getByRole('img', { name: 'ThumbsDown' }).count()).toBe(0)
    await choose('Go', 'Edit')
    const field = page.getByRole('textbox', { name: 'Write as Ann' })
    await expect.poll(() => field.inputValue()).toBe('Go')
    await field.fill('Go on')
    await field.press('Enter')
    await page.getByText('edited').waitFor()
    await page.locator('input[type=file]').setInputFiles({
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
    await page.getByRole('img', { name: 'dot.png' }).waitFor()
    for (const what of ['A sticker', 'Forward the last 3 messages']) {
      await page.getByRole('button', { name: 'Send something else' }).click()
      await page.getByRole('menuitem', { name: what }).click()
    }
    await expect
      .poll(() => world.messages.map(({ type }) => type))
      .toEqual(['text', 'text', 'image', 'sticker', 'forward'])
    const forwarded = world.done.findLast(({ operation }) => operation === 'say')?.input['forward']
    expect(forwarded).toContainEqual({ name: 'Perch', text: 'Gone' })
  })

  test('at 200 % zoom nothing is lost', async () => {
    const { world } = stage()
    const ann = world.answer({ operation: 'createPerson', input: { name: 'Ann' } }) as { openId: string }
    const said = world.answer({ operation: 'say', input: { person: ann.openId, text: 'Go' } }) as { chatId: string }
    world.add({ chatId: said.chatId, sender: bot, text: 'x', card: streaming })
    const { page } = await window.open(state, answersOf(world), '#/practice')
    await page.setViewportSize({ width: 490, height: 340 })
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Write as Ann' }).isVisible()).toBe(true)
    await expectNoSideScroll(page)
    await picture(page, 'practice-zoom')
  })

  test('a world that does not answer says so', async () => {
    const { page } = await window.open(state, { 'people.list': () => [] }, '#/practice')
    await page.getByText('The pretend Feishu does not answer').waitFor()
    await expectNoBarriers(page)
  })

  test.each(looks)('has no barriers: $language $theme $width', async look => {
    const { world } = stage()
    const ann = world.answer({ operation: 'createPerson', input: { name: 'Ann' } }) as { openId: string }
    const said = world.answer({ operation: 'say', input: { person: ann.openId, text: 'What time is it?' } }) as {
      chatId: string
      messageId: string
    }
    const reaction = { emoji: 'THUMBSUP', by: [{ kind: 'person' as const, id: ann.openId, name: 'Ann' }] }
    const place = { chatId: said.chatId, sender: bot }
    world.add({ ...place, text: 'It is noon.', card: closed, reactions: [reaction], threadId: 'omt_1' })
    world.add({ ...place, text: 'It is noon.', card: streaming })
    const { page } = await window.open(state, answersOf(world), '#/practice', look)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await expectNoBarriers(page)
    await expectNoSideScroll(page)
    await picture(page, `practice-${nameOf(look)}`)
  })
})
