import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { screens } from './harness.ts'
import { busy, calm, openId, people, person, sun, SUN_WROTE } from './states.ts'

const window = screens()
const many = () => Array.from({ length: 500 }, (_, number) => person(number))

describe('People', () => {
  test('one click copies the whole Open ID and says so', async () => {
    const { page } = await window.open(busy(), { 'people.list': people }, '#/people')
    const row = page.getByRole('row', { name: /Maya Tan/ })
    await row.getByRole('button', { name: 'Copy Open ID' }).click()
    await row.getByRole('status').getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(openId(0))
    await row.getByRole('status').getByText('Copied').waitFor({ state: 'detached' })
  })

  test('Deny asks nothing and can be undone', async () => {
    let standing: 'allowed' | 'denied' = 'allowed'
    const { page, server } = await window.open(
      calm(),
      {
        'people.list': () => [person(1, { name: 'Tom', standing })],
        'people.deny': ({ id }) => {
          standing = 'denied'
          return { denied: id, account: 'default' }
        },
        'people.allow': ({ id }) => {
          standing = 'allowed'
          return { allowed: id, account: 'default' }
        },
      },
      '#/people',
    )
    await page.getByRole('button', { name: 'Deny Tom' }).click()
    await page.getByRole('row', { name: /Tom.*Denied/ }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('row', { name: /Tom.*Allowed/ }).waitFor()
    const asked = server.calls.filter(({ call }) => call !== 'people.list' && call !== 'groups.list')
    expect(asked).toEqual([
      { call: 'people.deny', input: { id: openId(1), account: 'default' } },
      { call: 'people.allow', input: { id: openId(1), account: 'default' } },
    ])
  })

  test('those who wait stand on top with what they wrote', async () => {
    const { page } = await window.open(
      busy(),
      { 'people.list': people, 'person.waiting': () => [{ messageId: 'om_1', at: 1, text: SUN_WROTE }] },
      '#/people',
    )
    await page.getByText(SUN_WROTE).waitFor()
    await page.getByText(`code ${sun().pairingCode}`).waitFor()
    await page.getByText('10 people have written. One waits for your answer.').waitFor()
  })

  test('500 people: few rows are drawn, search and sorting work, the last is reached by scrolling', async () => {
    const { page } = await window.open(calm(), { 'people.list': many }, '#/people')
    await page.getByRole('cell', { name: 'Person 1', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(80)
    await page.getByRole('main').evaluate(main => main.scrollTo(0, main.scrollHeight))
    await page.getByRole('cell', { name: 'Person 499', exact: true }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('person 321')
    await page.getByRole('cell', { name: 'Person 321', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBe(2)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Name' }).click()
    await page.getByRole('columnheader', { name: 'Name' }).and(page.locator('[aria-sort=ascending]')).waitFor()
  })

  test('a search also looks through those who wait, so that what is found stands on top', async () => {
    const { page } = await window.open(busy(), { 'people.list': people, 'person.waiting': () => [] }, '#/people')
    await page.getByText('孙浩然').first().waitFor()
    await page.getByRole('searchbox').fill('Maya')
    await page.getByRole('row', { name: /Maya Tan/ }).waitFor()
    await expect.poll(() => page.getByText('孙浩然').count()).toBe(0)
    await page.getByRole('searchbox').fill('孙浩')
    await page.getByText('孙浩然').first().waitFor()
  })

  test('a search that finds nobody leads back to everybody', async () => {
    const { page } = await window.open(calm(), { 'people.list': people }, '#/people')
    await page.getByRole('searchbox', { name: 'Name or Open ID' }).fill('zzz')
    await page.getByText('Nobody matches “zzz”').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByText('Maya Tan').waitFor()
  })

  test('with the keyboard alone: search, down to a row, its ID, and Deny', async () => {
    const { page, server } = await window.open(
      calm(),
      {
        'people.list': () => [person(1, { name: 'Ann' }), person(2, { name: 'Ben' })],
        'people.deny': ({ id }) => ({ denied: id, account: 'default' }),
      },
      '#/people',
    )
    await page.getByText('Ben').waitFor()
    await page.getByRole('row', { name: /Ann/ }).getByRole('button', { name: /Copy/ }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.locator(':focus').getAttribute('title')).toBe(openId(2))
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Ben is denied and gets no answers.').waitFor()
    expect(server.calls.at(-1)?.call).toMatch(/people/)
  })

  test('a list that can’t be read says why and tries again', async () => {
    let isBroken = true
    const { page } = await window.open(
      calm(),
      {
        'people.list': () => {
          if (isBroken) throw new AppError('store-failed', 'perch.db could not be read.')
          return people()
        },
      },
      '#/people',
    )
    await page.getByRole('alert').getByText('perch.db could not be read.').waitFor()
    isBroken = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Maya Tan').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('nobody yet: how to find the bot', async () => {
    const { page } = await window.open(calm({ recent: [] }), { 'people.list': () => [] }, '#/people')
    const link = page.getByRole('link', { name: 'Open the bot in Feishu' })
    expect(await link.getAttribute('href')).toBe('https://applink.feishu.cn/client/bot/open?appId=cli_a1b2c3d4e5f60718')
    await page.getByRole('button', { name: 'Copy a link for others' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
  })

  test('without any bot: the way to one', async () => {
    const { page } = await window.open(calm({ accounts: {}, recent: [] }), { 'people.list': () => [] }, '#/people')
    const link = page.getByRole('main').getByRole('link', { name: 'Set up a bot' })
    expect(await link.getAttribute('href')).toBe('#/setup/start')
  })
})
