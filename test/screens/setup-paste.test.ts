import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { AppError } from '../../main/contract/errors.ts'
import { screens } from './harness.ts'
import { empty, guide } from './setup-samples.ts'
import { account } from './states.ts'

const window = screens()

const ID = 'cli_a1b2c3d4e5f60718'
const SECRET = 'wJ8kQ2mZ7xT4vB9nR1cY6pL3sD5fG0hA'
const BOTH = `App ID\n${ID}\nApp Secret\n${SECRET}`

/** Everything a page could have kept: what is drawn, what is typed, what is stored. */
const kept = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map(field => (field as HTMLInputElement).value),
      JSON.stringify([localStorage, sessionStorage].map(memory => Object.entries(memory))),
      location.href,
    ].join(' '),
  )

const field = (page: Page) => page.getByRole('textbox', { name: 'App ID and App Secret' })

describe('pasting App ID and secret', () => {
  test('by keyboard alone, from the first screen to the console check; nothing of the secret stays', async () => {
    const { page, server } = await window.open(empty(), {
      'setup.try': () => ({ ok: true, domain: 'lark', bot: { openId: 'ou_bot', name: 'Office bot' } }),
      'setup.connect': () => {
        server.hub.publish({ type: 'account-changed', account: account({ domain: 'lark', name: '' }) })
        return { account: 'default' }
      },
      'setup.guide': () => guide({ domain: 'lark' }),
    })
    await page.getByRole('heading', { name: 'Connect a bot' }).waitFor()
    await page.getByRole('button', { name: 'Show the code' }).focus()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).toBe('Paste')
    await page.keyboard.press('Enter')
    await field(page).waitFor()
    await expect.poll(() => page.locator(':focus').evaluate(one => one.tagName)).toBe('TEXTAREA')
    await page.evaluate(text => navigator.clipboard.writeText(text), BOTH)
    await page.keyboard.press('Control+V')
    await page.getByText(ID, { exact: true }).waitFor()
    await page.getByText('recognised, 32 characters').waitFor()
    expect(await page.getByText(SECRET).filter({ visible: true }).count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Console check' }).waitFor()
    expect(server.calls).toContainEqual({ call: 'setup.try', input: { appId: ID, appSecret: SECRET } })
    expect(server.calls).toContainEqual({
      call: 'setup.connect',
      input: { account: 'default', appId: ID, appSecret: SECRET, domain: 'lark' },
    })
    expect(await kept(page)).not.toContain(SECRET)
  })

  test('the secret leaves the field before it is on its way, and is drawn as dots until then', async () => {
    const { page } = await window.open(empty(), { 'setup.try': () => new Promise(() => {}) }, '#/setup/paste')
    await field(page).fill(BOTH)
    expect(await field(page).evaluate(one => getComputedStyle(one).getPropertyValue('-webkit-text-security'))).toBe(
      'disc',
    )
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByText('Asking the platform').waitFor()
    expect(await kept(page)).not.toContain(SECRET)
    await page.getByText(ID, { exact: true }).waitFor()
  })

  test.each([
    { what: 'half of it', text: ID, says: 'not found yet' },
    { what: 'a torn App ID', text: `cli_a1b2 secret ${SECRET}`, says: 'The App ID is not complete' },
    { what: 'a hidden secret', text: `App ID ${ID}\nApp Secret ********`, says: 'still hidden' },
    { what: 'two bots', text: `${BOTH}\nApp ID cli_ffffffffffffffff`, says: 'two different App IDs' },
    { what: 'something else', text: 'hello there', says: 'No App ID and no App Secret' },
  ])('says what is wrong with $what, and sends nothing', async ({ text, says }) => {
    const { page, server } = await window.open(empty(), {}, '#/setup/paste')
    await field(page).fill(text)
    await page.getByText(says).first().waitFor()
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByText('Both are needed').waitFor()
    expect(server.calls.some(({ call }) => call.startsWith('setup.'))).toBe(false)
  })

  test('what belongs to webhook mode is recognised and not kept', async () => {
    const { page } = await window.open(empty(), {}, '#/setup/paste')
    await field(page).fill(`${BOTH}\nEncrypt Key: abcdefgh12345678`)
    await page.getByText('only for webhook mode').waitFor()
  })

  test('the wrong platform is one press away from the right one, without pasting again', async () => {
    const { page, server } = await window.open(
      empty(),
      {
        'setup.try': ({ domain }) =>
          domain === 'lark'
            ? { ok: true, domain: 'lark' }
            : {
                ok: false,
                code: 'lark-wrong-domain',
                message: '1000040351',
                says: { en: 'This app does not belong to Feishu.', zh: '这个应用不属于飞书。' },
              },
        'setup.connect': () => ({ account: 'default' }),
      },
      '#/setup/paste',
    )
    await field(page).fill(BOTH)
    await page.getByRole('combobox', { name: 'Platform' }).click()
    await page.getByRole('option', { name: 'Feishu · 飞书' }).click()
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByText('This App ID belongs to Lark, but Feishu was asked. Nothing is lost.').waitFor()
    await page.getByRole('button', { name: 'Switch to Lark' }).click()
    await expect.poll(() => server.calls.filter(({ call }) => call === 'setup.connect').length).toBe(1)
    expect(server.calls.findLast(({ call }) => call === 'setup.try')?.input).toMatchObject({ domain: 'lark' })
    expect(await kept(page)).not.toContain(SECRET)
  })

  test('on a platform of one’s own, nobody speaks of the other brand', async () => {
    const says = { en: 'This App ID belongs to another platform.', zh: '这个 App ID 属于另一个平台。' }
    const { page } = await window.open(
      empty(),
      {
        'config.get': ({ path }) => (path === 'channels.lark.domain' ? 'https://lark.example' : ''),
        'setup.try': () => ({ ok: false, code: 'lark-wrong-domain', message: '1000040351', says }),
      },
      '#/setup/paste',
    )
    await field(page).fill(BOTH)
    await field(page).press('Enter')
    await page.getByRole('alert').getByText(says.en).waitFor()
    expect(await page.getByText('the other brand').count()).toBe(0)
  })

  test('a refused pair says why and is gone: it has to be pasted again', async () => {
    const { page, server } = await window.open(
      empty(),
      {
        'setup.try': () => ({
          ok: false,
          code: 'lark-bad-secret',
          message: '10014',
          says: { en: 'Feishu does not take this App Secret.', zh: '飞书不接受这个 App Secret。' },
        }),
      },
      '#/setup/paste',
    )
    await field(page).fill(BOTH)
    await field(page).press('Enter')
    const alert = page.getByRole('alert')
    await alert.getByText('Feishu does not take this App Secret.').waitFor()
    expect(await alert.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await alert.getByRole('button', { name: 'Paste again' }).click()
    await expect.poll(() => page.locator(':focus').evaluate(one => one.tagName)).toBe('TEXTAREA')
    expect(server.calls.some(({ call }) => call === 'setup.connect')).toBe(false)
  })

  test('without a network the same pair can be tried again', async () => {
    let tries = 0
    const { page, server } = await window.open(
      empty(),
      {
        'setup.try': () =>
          ++tries === 1
            ? { ok: false, code: 'lark-unreachable', message: 'x', says: { en: 'Nobody answered.', zh: '没有应答。' } }
            : { ok: true, domain: 'feishu' },
        'setup.connect': () => Promise.reject(new AppError('store-full', 'The disk is full.')),
      },
      '#/setup/paste',
    )
    await field(page).fill(BOTH)
    await field(page).press('Enter')
    await page.getByText('Nobody answered.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('It was accepted, but not saved').waitFor()
    await page.getByText('The disk is full.').waitFor()
    expect(server.calls.filter(({ call }) => call === 'setup.try').length).toBe(2)
  })

  test('an App ID that is here already gets its secret replaced instead of a second bot', async () => {
    const { page, server } = await window.open(
      { ...empty(), accounts: { desk: account({ id: 'desk', name: 'Front desk', appId: ID }) } },
      { 'setup.try': () => ({ ok: true, domain: 'feishu' }), 'setup.connect': () => ({ account: 'desk' }) },
      '#/setup/paste',
    )
    await field(page).fill(BOTH)
    await page.getByText('The bot Front desk already uses this App ID.').waitFor()
    await field(page).press('Enter')
    await expect
      .poll(() => server.calls.find(({ call }) => call === 'setup.connect')?.input)
      .toMatchObject({ account: 'desk' })
  })
})
