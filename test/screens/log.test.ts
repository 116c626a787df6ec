import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { rowMatches } from '../../main/views/log-row.ts'
import type { LogPage, LogRow } from '../../main/contract/views.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens } from './harness.ts'
import { eventOf, logRow, logRows, people, someState, weekly } from './log-samples.ts'

const window = screens()

/** A log that a test writes to; it answers as the service does. */
function log(first: readonly LogRow[]) {
  const rows = [...first]
  let dropped = 0
  const answers: Answers = {
    'people.list': () => people,
    'groups.list': () => [weekly],
    'log.read': async ({ after, wait, filter, limit }): Promise<LogPage> => {
      const end = Date.now() + wait
      while (Date.now() < end && after >= rows.length) await sleep(10)
      const fits = rows.slice(after).filter(row => rowMatches(row, filter))
      const page = { rows: after === 0 ? fits.slice(-limit) : fits, next: rows.length, dropped }
      dropped = 0
      return page
    },
    'log.history': ({ before, filter }) => ({
      rows: before > 0 && first.length > 0 ? [logRow(-1), logRow(-2)].filter(row => rowMatches(row, filter)) : [],
      next: 0,
      dropped: 0,
    }),
    'event.read': ({ messageId }) => {
      const event = eventOf(messageId, rows)
      if (!event) throw new Error('no such event')
      return event
    },
    'people.allow': ({ id }) => ({ allowed: id, account: 'default' }),
    'groups.save': () => undefined,
  }
  const add = (count: number) => rows.push(...logRows(count, rows.length + 1))
  return { answers, add, drop: (count: number) => (dropped = count) }
}

describe('the log', () => {
  test('of a hundred thousand rows only those in sight are drawn, and a batch is drawn in a few steps', async () => {
    const { answers, add } = log(logRows(2000))
    const { page } = await window.open(someState, answers, '#/log')
    await page.getByRole('option').first().waitFor()
    add(98_000)
    await page.waitForFunction(() => document.querySelector('.log-list')!.scrollHeight > 2_000_000)
    expect(await page.getByRole('option').count()).toBeLessThanOrEqual(100)
    // when two hundred rows arrive, the list changes a few times, not two hundred times
    await page.evaluate(() => {
      const list = document.querySelector('.log-list')!
      Object.assign(globalThis, { changes: 0, last: list.scrollHeight })
      new MutationObserver(() => ((globalThis as unknown as { changes: number }).changes += 1)).observe(list, {
        subtree: true,
        childList: true,
      })
    })
    add(200)
    await sleep(600)
    expect(await page.evaluate(() => (globalThis as unknown as { changes: number }).changes)).toBeLessThan(30)
    expect(await page.getByRole('option').count()).toBeLessThanOrEqual(100)
  })

  test('follows the newest row, stops when somebody scrolls up, and counts what is new', async () => {
    const { answers, add } = log(logRows(300))
    const { page } = await window.open(someState, answers, '#/log')
    const list = page.getByRole('listbox', { name: 'Log rows' })
    await list.getByRole('option').last().waitFor()
    await list.hover()
    await page.mouse.wheel(0, -800)
    await expect.poll(() => page.getByRole('switch', { name: 'Follow' }).isChecked()).toBe(false)
    const before = await list.evaluate(element => element.scrollTop)
    add(7)
    await page.getByRole('button', { name: '7 new' }).waitFor()
    expect(await list.evaluate(element => element.scrollTop)).toBe(before)
    await page.getByRole('button', { name: '7 new' }).click()
    await expect.poll(() => page.getByRole('switch', { name: 'Follow' }).isChecked()).toBe(true)
    await expect
      .poll(() => list.evaluate(element => element.scrollHeight - element.clientHeight - element.scrollTop))
      .toBeLessThan(5)
  })

  test('says how many rows were lost, and reads older ones at the top', async () => {
    const { answers, add, drop } = log(logRows(60))
    const { page } = await window.open(someState, answers, '#/log')
    await page.getByRole('option').first().waitFor()
    drop(12)
    add(1)
    await page.getByRole('option', { name: '12 rows were not shown' }).waitFor()
    const list = page.getByRole('listbox')
    await list.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => list.evaluate(element => element.scrollHeight)).toBeGreaterThan(63 * 28)
  })

  test('reads older rows by itself as long as the list has room', async () => {
    const { answers } = log(logRows(3))
    const { page } = await window.open(someState, answers, '#/log')
    await expect.poll(() => page.getByRole('option').count()).toBe(5)
  })

  test('looks into the files for what fits a filter when nothing live does, also over empty stretches', async () => {
    const old = { ...logRow(5), seq: -7 }
    const history: Answers['log.history'] = ({ before, filter }) => {
      if (filter.fate !== 'answered') return { rows: [], next: 0, dropped: 0 }
      return before > 5000 ? { rows: [], next: 5000, dropped: 0 } : { rows: [old], next: 0, dropped: 0 }
    }
    const { answers } = log(logRows(4))
    const { page } = await window.open(someState, { ...answers, 'log.history': history }, '#/log')
    await page.getByRole('option').first().waitFor()
    await page.getByRole('button', { name: 'Fate' }).click()
    await page.getByRole('menuitem', { name: 'Answered' }).click()
    await page.getByRole('option', { name: /got an answer/ }).waitFor()
    expect(await page.getByRole('option').count()).toBe(1)
  })

  test('says whether it follows, stands still or is paused, and closes details whose row is gone', async () => {
    const { answers } = log(logRows(60))
    const { page } = await window.open(someState, answers, '#/log')
    await page.getByText('Live, newest at the end').waitFor()
    await page
      .getByRole('option', { name: /wrote without mentioning/ })
      .last()
      .click()
    await page.getByText('Standing still').waitFor()
    const panel = page.getByRole('region', { name: 'Details' })
    await panel.getByRole('link', { name: 'Rules of this group' }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused. New rows wait.').waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Fate' }).click()
    await page.getByRole('menuitem', { name: 'Not mentioned' }).click()
    await page.getByRole('button', { name: 'Clear the filter Not mentioned' }).waitFor()
    expect(await panel.count()).toBe(1)
    await page.getByRole('button', { name: 'Clear the filter Not mentioned' }).click()
    await page.getByRole('button', { name: 'Fate' }).click()
    await page.getByRole('menuitem', { name: 'Failed' }).click()
    await expect.poll(() => panel.count()).toBe(0)
  })

  test('whoever comes for one message finds its newest row open, and gets back to its conversation', async () => {
    const rows = logRows(14)
    const wanted = rows.find(({ fate }) => fate === 'failed')?.messageId ?? ''
    const { answers } = log(rows)
    const { page } = await window.open(someState, answers, `#/log/${wanted}`)
    const panel = page.getByRole('region', { name: 'Details' })
    await panel.getByRole('heading', { name: 'Why did it not answer?' }).waitFor()
    await panel.getByRole('link', { name: 'Ask the doctor' }).waitFor()
    expect(await panel.getByRole('link', { name: 'Open the conversation' }).getAttribute('href')).toContain('default')
    await panel.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => panel.count()).toBe(0)
  })

  test('at 200 % zoom nothing is lost', async () => {
    const { answers } = log(logRows(60))
    const { page } = await window.open(someState, answers, '#/log')
    await page.setViewportSize({ width: 490, height: 340 })
    await page.getByRole('option').last().click()
    await page.getByRole('region', { name: 'Details' }).waitFor()
    for (const name of ['Pause', 'Export']) expect(await page.getByRole('button', { name }).isVisible()).toBe(true)
    await expectNoSideScroll(page)
    await picture(page, 'log-zoom')
  })

  test('a reason is told in the language of the reader', async () => {
    const { answers } = log(logRows(14))
    const { page } = await window.open(someState, answers, '#/log', { language: 'zh-CN' })
    await page.getByRole('option', { name: /未获允许/ }).click()
    await page.getByText('不在允许名单（allowFrom）里。', { exact: false }).waitFor()
  })

  test('asks the service for the filter, shows it as a chip, and takes it back', async () => {
    const { answers } = log(logRows(60))
    const { page, server } = await window.open(someState, answers, '#/log')
    await page.getByRole('option').first().waitFor()
    await page.getByRole('button', { name: 'Fate' }).click()
    await page.getByRole('menuitem', { name: 'Not mentioned' }).click()
    await expect.poll(() => page.getByRole('option').count()).toBe(4)
    expect(server.calls.findLast(({ call }) => call === 'log.read')?.input).toMatchObject({
      filter: { fate: 'not-mentioned' },
    })
    await page.getByRole('button', { name: 'Clear the filter Not mentioned' }).click()
    await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(10)
  })

  test.each([
    ['Maya', 'en', 5],
    ['answering 王', 'en', 1],
    ['产品周会', 'en', 2],
    ['正在回复王磊', 'zh-CN', 1],
    ['连接中断', 'zh-CN', 1],
    ['nobody of them', 'en', 0],
  ] as const)('what a row shows is found: %s', async (text, language, count) => {
    const { answers } = log(logRows(14))
    const { page } = await window.open(someState, answers, '#/log', { language })
    await page.getByRole('option').first().waitFor()
    await page.getByRole('searchbox').fill(text)
    await expect.poll(() => page.getByRole('option').count()).toBe(count)
  })

  test.each(['en', 'zh-CN'] as const)(
    'a failed line tells its error and causes, the stack folded: %s',
    async language => {
      const stack = `AppError: Broke.\n${'    at run (app/main.js:1:2)\n'.repeat(30)}    at last (app/main.js:9:9)`
      const cause = { name: 'TypeError', message: 'no such thing', stack: 'TypeError: no such thing' }
      const error = { name: 'AppError', message: 'Broke.', code: 'internal', stack, cause }
      const failed = {
        ...logRow(1),
        level: 'error',
        message: 'a turn failed',
        fields: { error, nextAttemptInMs: 5 },
      } as const
      const { page } = await window.open(someState, log([failed]).answers, '#/log', { language })
      await page.getByRole('option').last().click()
      const facts = page.locator('.log-facts')
      await facts.getByText('internal Broke.').waitFor()
      await facts.getByText('TypeError no such thing').waitFor()
      expect(await facts.getByText('at last').isVisible()).toBe(false)
      await facts.locator('summary').click()
      await facts.getByText('at last').waitFor()
      const label = facts.getByText('nextAttemptInMs')
      expect(await label.evaluate(element => element.scrollHeight)).toBeLessThan(30) // one line
      await expectNoBarriers(page)
      await expectNoSideScroll(page)
      await picture(page, `log-error-${language}`)
    },
  )

  test('by keyboard alone: choose a message, learn why, change the rule, come back', async () => {
    const { answers } = log(logRows(14))
    const { page, server } = await window.open(someState, answers, '#/log')
    await page.getByRole('option').first().waitFor()
    await page.getByRole('listbox').focus()
    for (const key of ['End', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key)
    const panel = page.getByRole('region', { name: 'Details' })
    await panel.getByRole('heading', { name: 'Why did it not answer?' }).waitFor()
    await panel.getByText('那就先按 B 方案排期吧', { exact: false }).waitFor()
    await panel.getByRole('button', { name: 'Answer here without a mention' }).press('Enter')
    await panel.getByText('Done. It holds from now on.').waitFor()
    expect(server.calls).toContainEqual({
      call: 'groups.save',
      input: { account: 'default', chatId: weekly.chatId, requireMention: false },
    })
    await page.keyboard.press('Escape')
    await expect.poll(() => panel.count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('listbox')
  })

  test('a stranger is allowed from the row, and the Open ID copies itself', async () => {
    const { answers } = log(logRows(14))
    const { page, server } = await window.open(someState, answers, '#/log')
    await page.getByRole('option', { name: /waits for your Allow/ }).click()
    await page.getByRole('button', { name: /Copy Open ID ou_91f0/ }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(people[2]?.openId)
    await page.getByRole('button', { name: 'Allow', exact: true }).click()
    await page.getByText('Allowed. A waiting message is answered now.').waitFor()
    expect(server.calls).toContainEqual({ call: 'people.allow', input: { id: people[2]?.openId, account: 'default' } })
  })

  test('paused, hidden or left, it asks for nothing', async () => {
    const { answers, add } = log(logRows(20))
    const { page, server } = await window.open(someState, answers, '#/log')
    await page.getByRole('option').first().waitFor()
    const reads = () => server.calls.filter(({ call }) => call === 'log.read').length
    // rows go on arriving, so whoever reads asks again and again
    const isReading = async () => {
      await sleep(400) // an answer that was under way
      const before = reads()
      for (let round = 0; round < 8; round++) {
        add(1)
        await sleep(100)
      }
      return reads() > before
    }
    const hide = (isHidden: boolean) =>
      page.evaluate(hidden => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
        document.dispatchEvent(new Event('visibilitychange'))
      }, isHidden)
    expect(await isReading()).toBe(true)
    await page.getByRole('button', { name: 'Pause' }).click()
    expect(await isReading()).toBe(false)
    await page.getByRole('button', { name: 'Resume' }).click()
    expect(await isReading()).toBe(true)
    await hide(true)
    expect(await isReading()).toBe(false)
    await hide(false)
    expect(await isReading()).toBe(true)
    await page.evaluate(() => (location.hash = '#/people'))
    expect(await isReading()).toBe(false)
  })

  test('chooses the row that was pressed, though the list moves on before the button is up', async () => {
    const { answers, add } = log(logRows(60))
    const { page } = await window.open(someState, answers, '#/log')
    const row = page.getByRole('option', { name: /wrote without mentioning/ }).last()
    await row.hover()
    await page.mouse.down()
    add(5)
    await expect.poll(() => page.getByRole('option', { name: /wrote without mentioning/ }).count()).toBeGreaterThan(0)
    await sleep(300)
    await page.mouse.up()
    await page.getByRole('region', { name: 'Details' }).waitFor()
    expect(await page.getByRole('option', { selected: true }).count()).toBe(1)
  })

  test('copies and saves what is shown', async () => {
    const { answers } = log(logRows(3))
    const { page } = await window.open(someState, answers, '#/log')
    await page.getByRole('option').first().waitFor()
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Copy the rows shown' }).click()
    await page.getByText('Copied').waitFor()
    // three that came, and two older ones that there was room for
    expect((await page.evaluate(() => navigator.clipboard.readText())).split('\n')).toHaveLength(5)
    await page.getByRole('button', { name: 'Export' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Save them as a file' }).click()
    expect((await saving).suggestedFilename()).toMatch(/^perch-log-.*\.jsonl$/)
  })

  test.each(looks)('has no barriers: $language $theme $width', async look => {
    const { answers } = log(logRows(60))
    const { page } = await window.open(someState, answers, '#/log', look)
    await page
      .getByRole('option', { name: /Not mentioned|未 @/ })
      .last()
      .click()
    await page.getByText('那就先按 B 方案排期吧', { exact: false }).waitFor()
    await expectNoBarriers(page)
    await expectNoSideScroll(page)
    await picture(page, `log-${nameOf(look)}`)
  })

  test('an empty log says how to fill it, a broken one that it is tried again', async () => {
    const { page } = await window.open(someState, log([]).answers, '#/log')
    await page.getByText('Nothing has happened yet').waitFor()
    const broken = await window.open(someState, {}, '#/log')
    await broken.page.getByText('The log can’t be read').waitFor()
    await expectNoBarriers(broken.page)
  })
})
