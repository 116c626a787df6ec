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
    const controls = [{ tag: 'button', text: 'Stop' }]
    const card = { text: 'It is **noon**.', fullText: 'Steps\n\nIt is **noon**.', controls, streaming: true }
    world.add({ chatId: said.chatId, sender: bot, text: 'It is noon.', card, reactions: [reaction] })
    const { page } = await window.open(state, answersOf(world), '#/practice', look)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await expectNoBarriers(page)
    await expectNoSideScroll(page)
    await picture(page, `practice-${nameOf(look)}`)
  })
})
