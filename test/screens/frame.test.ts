import { describe, expect, test } from 'vitest'
import { picture, screens } from './harness.ts'
import { account, busy, calm, sun } from './states.ts'

const window = screens()

describe('the frame', () => {
  test('lists exactly the screens that there are, in three groups, with what waits', async () => {
    const { page } = await window.open(busy())
    const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
    expect((await links.allInnerTexts()).map(text => text.split('\n')[0])).toEqual([
      'Home',
      'People',
      'Groups',
      'Conversations',
      'Log',
      'Doctor',
      'Setup',
      'Settings',
    ])
    await page.getByRole('link', { name: /People.*1 waits for you/s }).waitFor()
    await page.getByRole('link', { name: 'Home' }).and(page.locator('[aria-current=page]')).waitFor()
  })

  test('shows Practice only in practice mode', async () => {
    const { page, server } = await window.open(calm())
    expect(await page.getByRole('link', { name: 'Practice' }).count()).toBe(0)
    server.hub.publish({ type: 'practice-changed' })
    await page.getByRole('link', { name: 'Practice' }).waitFor()
  })

  test('follows facts live: the badge, the account, the language', async () => {
    const { page, server } = await window.open(calm())
    server.hub.publish({ type: 'person-changed', person: sun() })
    await page.getByRole('link', { name: /1 waits for you/ }).waitFor()
    server.hub.publish({ type: 'account-changed', account: account({ state: 'reconnecting', since: Date.now() }) })
    await page.getByRole('region', { name: 'Accounts' }).getByText('Reconnecting').waitFor()
    server.hub.publish({ type: 'config-changed', language: 'zh-CN' })
    await page.getByRole('link', { name: '联系人' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })

  test('takes the token out of the address bar and keeps the session over a reload', async () => {
    const { page } = await window.open(calm())
    expect(page.url()).not.toContain('token')
    await page.reload()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })

  test('without a session it says how to get a fresh link, and shows nothing else', async () => {
    const { page, server } = await window.open(calm())
    server.answer({ sessions: false })
    await page.reload()
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor()
    await page.getByText('perch status').waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await picture(page, 'locked')
  })

  test('a lost connection is said with the next try, and mends itself with a fresh snapshot', async () => {
    const { page, server } = await window.open(calm())
    server.answer({ connects: false })
    server.cut()
    await page.getByText('Perch has not answered for').waitFor()
    await picture(page, 'lost')
    server.hub.publish({ type: 'pause-changed', paused: true })
    server.answer({ connects: true })
    await page.getByRole('button', { name: 'Try now' }).click()
    await page.getByRole('heading', { name: 'Replies are paused' }).waitFor()
    expect(await page.getByText('Perch has not answered').count()).toBe(0)
  })

  test('hostile and broken messages never break the window', async () => {
    const { page, server } = await window.open(calm())
    for (const text of [
      '',
      'null',
      '[]',
      '{"tick":{"seq":1,"fact":{"type":"account-changed"}}}',
      '{"tick":{"seq":99999,"fact":{"type":"x"}}}',
    ])
      server.say(text)
    server.say('{"snapshot":{"seq":1,"state":{}}}')
    server.hub.publish({ type: 'pause-changed', paused: true })
    await page.getByRole('heading', { name: 'Replies are paused' }).waitFor()
  })

  test('an unknown address leads home', async () => {
    const { page } = await window.open(calm(), {}, '#/nowhere')
    await page.getByRole('link', { name: 'Go to Home' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })

  test('with the keyboard: the skip link, then the screens', async () => {
    const { page } = await window.open(calm())
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').innerText()).toBe('Go to the content')
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').getAttribute('id')).toBe('content')
  })

  test('at 360 px a menu holds the screens, and Escape gives the focus back', async () => {
    const { page } = await window.open(busy(), {}, '', { width: 360 })
    await page.getByText('1 of 2 online').waitFor()
    const menu = page.getByRole('button', { name: 'Menu' })
    await menu.click()
    await page.getByRole('dialog').getByRole('link', { name: 'Groups' }).waitFor()
    await picture(page, 'menu-360')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('Menu')
    await menu.click()
    await page.getByRole('dialog').getByRole('link', { name: 'Groups' }).click()
    await page.getByRole('heading', { name: 'Groups' }).waitFor({ state: 'attached' })
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})
