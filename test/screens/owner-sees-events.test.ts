import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fate } from '../../main/contract/fates.ts'
import { until } from '../fakes/chat.ts'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { watchService } from '../fakes/watch-service.ts'
import { openOwner, type OwnerWindow } from './owner.ts'
import type { PerchProcess } from '../fakes/perch.ts'

let journey: Journey
let program: PerchProcess
let service: Awaited<ReturnType<typeof watchService>>
let owner: Awaited<ReturnType<typeof openOwner>>
let log: OwnerWindow
let people: OwnerWindow
let ann: { openId: string; name: string }
let bo: { openId: string; name: string }

beforeAll(async () => {
  journey = await startJourney({ lark: { dmPolicy: 'pairing', groupPolicy: 'open' } })
  program = await journey.start()
  service = await watchService(journey.home)
  owner = await openOwner(journey.home)
  log = await owner.window('#/log')
  people = await owner.window('#/people')
  ann = await journey.world.createPerson({ name: 'Ann' })
  bo = await journey.world.createPerson({ name: 'Bo' })
})
afterAll(async () => {
  await owner?.close()
  service?.close()
  await journey.stop()
})

const row = (page: Page, text: RegExp | string) => page.getByRole('option').filter({ hasText: text })

/** Does something, and waits for its row in the log; the time between the two is printed. */
async function rowOf(what: string, act: () => Promise<unknown>, text: RegExp | string, count = 1): Promise<void> {
  const begun = performance.now()
  await act()
  await row(log.page, text)
    .nth(count - 1)
    .waitFor()
  console.log(`  ${what} → its row: ${Math.round(performance.now() - begun)} ms`)
}

/** The newest fate of a message with its reason, as the service keeps it. */
const fateOf = (messageId: string, fate: Fate) =>
  until(`${messageId} is ${fate}`, () =>
    service.state().recent.findLast(entry => entry.messageId === messageId && entry.fate === fate),
  )

describe('every event has its row in the log, with its fate and its reason', () => {
  let waiting: { messageId: string; eventId?: string }

  test('a stranger waits; one click on Allow answers what they wrote, and their next message', async () => {
    await rowOf(
      'a stranger',
      async () => (waiting = await journey.world.say({ person: ann.openId, text: 'hello from Ann' })),
      'Ann wrote and waits for your Allow',
    )
    expect(await fateOf(waiting.messageId, 'pending-pairing')).toMatchObject({ reason: /owner/ })
    await rowOf(
      'the click on Allow',
      () => people.page.getByRole('button', { name: 'Allow Ann' }).first().click(),
      'Ann got an answer',
    )
    const answers = await journey.answers(waiting.messageId, 2)
    expect(answers.at(-1)).toMatchObject({ text: 'echo: hello from Ann' })
    await rowOf(
      'somebody who is allowed',
      () => journey.world.say({ person: ann.openId, text: 'and again' }),
      'Ann got an answer',
      2,
    )
  })

  test('the same message again is a duplicate, as itself and under a new event ID', async () => {
    const { eventId } = waiting
    const text = 'A message of Ann came again and was ignored'
    await rowOf('a duplicate', () => journey.world.deliver({ eventId }), text)
    await rowOf('under a new ID', () => journey.world.deliver({ eventId, newEventId: true }), text, 2)
    expect(await fateOf(waiting.messageId, 'duplicate')).toMatchObject({ reason: expect.stringMatching(/\S/) })
    expect(await journey.answers(waiting.messageId, 2)).toHaveLength(2)
  })

  test('group talk without a mention, another bot, and a message that was taken back', async () => {
    const bot = await journey.world.createPerson({ name: 'Robo', kind: 'app' })
    const group = await journey.world.createGroup({ name: 'Team', members: [ann.openId, bot.openId] })
    const say = (person: string, text: string, mentionBot = false) =>
      journey.world.say({ person, chat: group.chatId, text, mentionBot })
    await rowOf('no mention', () => say(ann.openId, 'just talking'), 'Ann wrote without mentioning the bot')
    let robo = { messageId: '' }
    await rowOf(
      'a bot',
      async () => (robo = await say(bot.openId, 'beep', true)),
      /wrote, but is not allowed|Another bot wrote/,
    )
    const refused = service.state().recent.findLast(entry => entry.messageId === robo.messageId)
    expect(refused?.reason).toMatch(/\S/)
    const said = await say(ann.openId, 'forget this')
    await fateOf(said.messageId, 'not-mentioned')
    await rowOf('taken back', () => journey.world.recall({ messageId: said.messageId }), /recalled/)
  })

  test('a click on Deny changes the verdict of the very next message', async () => {
    const first = await journey.world.say({ person: bo.openId, text: 'hello from Bo' })
    await fateOf(first.messageId, 'pending-pairing')
    await people.page.getByRole('button', { name: 'Allow Bo' }).first().click()
    await fateOf(first.messageId, 'answered')
    await people.page.getByRole('row').filter({ hasText: 'Bo' }).getByRole('button', { name: 'Deny Bo' }).click()
    await people.page.getByText('Bo is denied and gets no answers.').waitFor()
    const second = await journey.world.say({ person: bo.openId, text: 'and now?' })
    await rowOf('denied', () => Promise.resolve(), 'Bo wrote, but is not allowed')
    expect(await fateOf(second.messageId, 'not-allowed')).toMatchObject({ reason: 'This person was denied.' })
  })

  test('the row explains itself when it is opened', async () => {
    await row(log.page, 'Bo wrote, but is not allowed').last().click()
    const panel = log.page.getByRole('region', { name: /details/i }).last()
    await panel.getByText('This person was denied.').waitFor()
  })
})

describe('all windows show the same truth', () => {
  /** What a window shows of the state, in words: the start of Home, and how many wait. */
  const home = async (page: Page) => {
    await page.evaluate('void (location.hash = "#/home")')
    await page.getByRole('list', { name: 'Accounts' }).waitFor()
    return page.getByRole('main').getByRole('heading', { level: 1 }).innerText()
  }
  const agree = (windows: readonly OwnerWindow[], title: RegExp) =>
    until(`all say ${title}`, async () => {
      const titles = await Promise.all(windows.map(({ page }) => home(page)))
      return titles.every(each => title.test(each))
    })
  const pause = (paused: boolean) => service.link.call('agent.pause', { paused })

  test('after a reload, and in a window that was opened later', async () => {
    await pause(true)
    const later = await owner.window('#/home')
    await people.page.reload()
    await agree([log, people, later], /Replies are paused/)
    expect(people.page.url()).not.toContain('token')
    await later.page.close()
  })

  test('after a tick was lost on the wire: the window asks for everything anew, by itself', async () => {
    people.lose(/"pause-changed"/)
    await pause(false)
    await agree([log], /online|Online|Lark|^(?!.*paused)/)
    await until('the tick is lost', () => people.lost() === 1)
    // the loss shows with the next fact
    const before = people.frames.filter(({ text }) => text.startsWith('{"snapshot"')).length
    const carl = await journey.world.createPerson({ name: 'Carl' })
    await journey.world.say({ person: carl.openId, text: 'hi' })
    await agree([log, people], /One person waits/)
    expect(people.frames.filter(({ text }) => text.startsWith('{"snapshot"')).length).toBe(before + 1)
  })

  test('after the service was killed and started again', async () => {
    await program.stop('SIGKILL')
    service.close()
    await log.page.getByRole('status').filter({ hasText: /Perch/ }).first().waitFor()
    program = await journey.start()
    service = await watchService(journey.home)
    // a service that is new knows no window: it says how to open one, and a fresh link does
    const fresh = await owner.window('#/home')
    await agree([fresh], /One person waits/)
    await fresh.page.evaluate('void (location.hash = "#/log")')
    await row(fresh.page, /Connection online/i)
      .first()
      .waitFor()
    // what was before the start is there for whoever looks further back
    const { rows } = await service.link.call('log.history', { before: Date.now(), limit: 500 })
    for (const fate of ['answered', 'duplicate', 'not-mentioned', 'not-allowed'])
      expect(rows.map(each => each.fate)).toContain(fate)
  })
})
