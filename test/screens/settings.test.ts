import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import type { AppState } from '../../main/contract/state.ts'
import { expectNoBarriers, expectNoSideScroll, nameOf, picture, screens, pairedLooks } from './harness.ts'
import { lived, settingsService, stored } from './settings-service.ts'
import { account, calm, SECOND } from './states.ts'

const window = screens()

/** Two bots, of which one reconnects. */
const two = (change: Partial<AppState> = {}): AppState =>
  calm({
    accounts: {
      default: account(),
      work: account({
        id: 'work',
        appId: 'cli_b1b2c3d4e5f60718',
        name: 'Front desk',
        domain: 'lark',
        state: 'reconnecting',
        since: Date.now() - 100 * SECOND,
        reason: 'The proxy refused.',
      }),
    },
    ...change,
  })

describe('settings', () => {
  test('a text is saved when the typing is over, the foot says so, and Undo takes it back', async () => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(two(), service.answers, '#/settings/agent/0')
    const field = page.getByRole('textbox', { name: 'Instructions' })
    await field.fill('Be kind.')
    await field.blur()
    await page.getByText('Instructions changed from Be brief. to Be kind.').waitFor()
    expect(service.value('agents.list[0].systemPrompt')).toBe('Be kind.')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Instructions is as before.').waitFor()
    expect(service.value('agents.list[0].systemPrompt')).toBe('Be brief.')
  })

  test.each([
    {
      language: 'en',
      label: 'Longest answer',
      wants: 'A whole number from 1 to 1,000,000.',
      no: 'This needs a number.',
    },
    { language: 'zh-CN', label: '最长回答', wants: '请填写 1 到 1,000,000 之间的整数。', no: '请输入数字。' },
  ] as const)('what is refused is said at the field in words, and what was typed stays: $language', async row => {
    const service = settingsService(lived)
    const { page } = await window.open(two(), service.answers, '#/settings/model', { language: row.language })
    const field = page.getByRole('textbox', { name: row.label })
    expect(await field.inputValue()).toBe('16,384')
    await field.fill('-1')
    await field.press('Enter')
    await page.getByText(row.wants).waitFor()
    expect(await field.inputValue()).toBe('-1')
    await field.fill('many')
    await field.press('Enter')
    await page.getByText(row.no).waitFor()
    expect(service.value('llm.maxTokens')).toBe(16_384)
    await expectNoBarriers(page)
  })

  test('choices, switches and defaults are one press, and what reconnects says so before and after', async () => {
    const service = settingsService({ ...lived, channels: { lark: { appId: 'cli_a1b2c3d4e5f60718' } } })
    const { page } = await window.open(calm(), service.answers, '#/settings/access')
    await page.getByRole('combobox', { name: 'Direct messages' }).click()
    await page.getByRole('option', { name: 'Only the allowed' }).click()
    await expect.poll(() => service.value('channels.lark.dmPolicy')).toBe('allowlist')
    await page.getByText('Direct messages changed from New people wait for me to Only the allowed.').waitFor()
    await page.getByRole('button', { name: 'Back to the default: New people wait for me' }).click()
    await expect.poll(() => service.value('channels.lark.dmPolicy')).toBe('pairing')
    await page.getByRole('link', { name: 'Accounts' }).click()
    await page.getByText('Off: this account is not connected. A change reconnects.').waitFor()
    await page.getByRole('switch', { name: 'Enabled' }).click()
    await page.getByText('Enabled is now off. The account reconnects.').waitFor()
  })

  test('lists are edited as chips; a folder with a blank stays one', async () => {
    const service = settingsService({ channels: { lark: { allowFrom: ['ou_1'] } } })
    const { page } = await window.open(calm(), service.answers, '#/settings/access')
    const people = page.getByRole('textbox', { name: 'Allowed people' })
    await people.fill('ou_2, ou_3')
    await people.press('Enter')
    await expect.poll(() => service.value('channels.lark.allowFrom')).toEqual(['ou_1', 'ou_2', 'ou_3'])
    await page.getByRole('button', { name: 'Remove ou_1' }).click()
    await expect.poll(() => service.value('channels.lark.allowFrom')).toEqual(['ou_2', 'ou_3'])
    await people.fill('Maya')
    await people.press('Enter')
    await page.getByText('Open IDs, which start with ou_, or * for everybody of this tenant.').waitFor()
    await page.getByRole('link', { name: 'Skills and MCP' }).click()
    const folders = page.getByRole('textbox', { name: 'Skill folders' })
    await folders.fill('~/My skills')
    await folders.press('Enter')
    await expect.poll(() => service.value('skills.dirs')).toEqual(['~/My skills'])
  })

  test('an address is one of those with a name, or typed', async () => {
    const service = settingsService({ channels: { lark: { appId: 'cli_a1b2c3d4e5f60718' } } })
    const { page } = await window.open(calm(), service.answers, '#/settings/network')
    const proxy = page.getByRole('combobox', { name: 'Proxy' })
    await proxy.click()
    await page.getByRole('option', { name: 'Another address' }).click()
    const typed = page.getByRole('textbox', { name: 'Address: Proxy' })
    await typed.fill('ftp://x')
    await typed.press('Enter')
    await page.getByText('An address that starts with http://, https:// or socks5://.').waitFor()
    await typed.fill('http://proxy.example:8080')
    await typed.press('Enter')
    await expect.poll(() => service.value('proxy')).toBe('http://proxy.example:8080')
    await proxy.click()
    await page.getByRole('option', { name: 'No proxy' }).click()
    await expect.poll(() => service.value('proxy')).toBe('none')
    await typed.waitFor({ state: 'detached' })
  })

  test('the menu of a bot stands beside its name, also where there is little room', async () => {
    const narrow = { width: 360 } as const
    const { page } = await window.open(two(), settingsService(lived).answers, '#/settings/account', narrow)
    const dots = page.getByRole('button', { name: 'More for Office bot' })
    await dots.waitFor()
    await picture(page, 'settings-accounts-360')
    const menu = await dots.boundingBox()
    const name = await page.getByRole('main').getByText('Office bot').first().boundingBox()
    expect((menu?.y ?? 0) < (name?.y ?? 0) + (name?.height ?? 0)).toBe(true)
  })

  test('what a variable decides is shown and said, and can’t be changed here', async () => {
    const env = { LARK_APP_ID: 'cli_a1b2c3d4e5f60718', LARK_APP_SECRET: 'very-secret' }
    const service = settingsService({}, { env })
    const { page } = await window.open(calm(), service.answers, '#/settings/account')
    await page.getByText('LARK_APP_ID decides this and wins over the file.').waitFor()
    expect(await page.getByRole('textbox', { name: 'App ID', exact: true }).count()).toBe(0)
    await page.getByText('From the variable LARK_APP_SECRET').waitFor()
    expect(await page.getByRole('button', { name: /Replace: App Secret/ }).count()).toBe(0)
  })

  test('a search finds settings of every topic, by name and by key', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(two(), service.answers, '#/settings')
    await page.getByRole('searchbox').fill('maxTokens')
    await page.getByText('1 setting found').waitFor()
    await page.getByRole('textbox', { name: 'Longest answer' }).waitFor()
    await page.getByRole('searchbox').fill('dmPolicy')
    await page.getByText('2 settings found').waitFor()
    await page.getByRole('heading', { name: 'Front desk' }).waitFor()
    await page.getByRole('searchbox').fill('zzz')
    await page.getByText('No setting is called that').waitFor()
  })

  test('a failure can be tried again', async () => {
    const { page } = await window.open(calm(), {}, '#/settings/model')
    await page.getByRole('button', { name: 'Try again' }).waitFor()
  })

  test('an Undo that fails says why, and the change stays told', async () => {
    const service = settingsService(lived)
    let isBroken = false
    const set = service.answers['config.set']
    const { page } = await window.open(
      two(),
      {
        ...service.answers,
        'config.set': input => {
          if (isBroken) throw new AppError('config-broken', 'config.json line 3 is broken.')
          return set?.(input)
        },
      },
      '#/settings/model',
    )
    const field = page.getByRole('textbox', { name: 'Longest answer' })
    await field.fill('100')
    await field.press('Enter')
    await page.getByText('Longest answer changed from 16,384 to 100.').waitFor()
    isBroken = true
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('It could not be undone: config.json line 3 is broken.').waitFor()
  })

  test('with the keyboard alone: to a topic, a setting, its change and Undo', async () => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(two(), service.answers, '#/settings/general')
    await page.getByRole('link', { name: 'Agent' }).focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: 'Longest answer' })
    await field.waitFor()
    for (let presses = 0; presses < 60; presses++) {
      if (await field.evaluate(one => one === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('4096')
    await page.keyboard.press('Enter')
    await expect.poll(() => service.value('llm.maxTokens')).toBe(4096)
    const undo = page.getByRole('button', { name: 'Undo' })
    await undo.waitFor()
    for (let presses = 0; presses < 60; presses++) {
      if (await undo.evaluate(one => one === document.activeElement)) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await expect.poll(() => service.value('llm.maxTokens')).toBe(16_384)
  })

  const places = [
    'account',
    'account/work',
    'access',
    'model',
    'agent',
    'agent/0',
    'notifiers',
    'notifiers/ops',
    'skills',
    'skills/files',
    'network',
    'general',
  ]
  test.each(pairedLooks)('every page has no barriers and nothing is cut off: $language $theme $width', async look => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(two(), service.answers, '#/settings', look)
    await page.getByRole('link', { name: /^(Model|模型)$/ }).waitFor()
    await picture(page, `settings-topics-${nameOf(look)}`)
    for (const place of places) {
      await page.evaluate(hash => (location.hash = hash), `#/settings/${place}`)
      await page.locator('.settings-head').waitFor()
      await page.waitForTimeout(150)
      await expectNoBarriers(page)
      await expectNoSideScroll(page)
      await picture(page, `settings-${place.replace('/', '-')}-${nameOf(look)}`)
    }
  })

  test('at 200 % nothing is lost', async () => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(two(), service.answers, '#/settings/account/work')
    await page.setViewportSize({ width: 490, height: 340 })
    await page.getByRole('button', { name: 'Replace: App Secret' }).waitFor()
    await expectNoSideScroll(page)
    await picture(page, 'settings-zoomed')
    await page.setViewportSize({ width: 980, height: 4000 })
    await picture(page, 'settings-whole-account')
  })
})

test.each([
  { place: '#/settings/agent/0', role: 'textbox', name: 'Instructions', path: 'agents.list[0].systemPrompt' },
  { place: '#/settings/model', role: 'combobox', name: 'Model', path: 'llm.model' },
] as const)(
  'a change from outside takes nothing of what is being typed: $name',
  async ({ place, role, name, path }) => {
    const service = settingsService(lived, { kept: stored })
    const { page, server } = await window.open(two(), service.answers, place)
    const elsewhere = async (value: string) => {
      await service.answers['config.set']?.({ path, value }, new AbortController().signal)
      server.hub.publish({ type: 'config-changed', language: 'en' })
    }
    const field = page.getByRole(role, { name, exact: true })
    await field.pressSequentially('and')
    const typed = await field.inputValue()
    await elsewhere('from outside')
    await page.waitForTimeout(300)
    expect(await field.inputValue()).toBe(typed)
    await field.blur()
    await expect.poll(() => service.value(path)).toBe(typed)
    await elsewhere('from outside again')
    await expect.poll(() => field.inputValue()).toBe('from outside again')
  },
)
