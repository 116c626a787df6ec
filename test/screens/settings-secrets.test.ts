import { describe, expect, test } from 'vitest'
import { expectNoBarriers, nameOf, picture, screens, pairedLooks } from './harness.ts'
import { lived, settingsService, stored } from './settings-service.ts'
import { calm } from './states.ts'

const window = screens()

const bot = { channels: { lark: { appId: 'cli_a1b2c3d4e5f60718' } } }

describe('secrets in the settings', () => {
  test('a secret is handed on and nowhere kept', async () => {
    const service = settingsService(bot, { kept: stored })
    const { page, server } = await window.open(calm(), service.answers, '#/settings/account')
    await page.getByText('Set on 3 Nov').waitFor()
    await page.getByText('For open.feishu.cn.').waitFor()
    await page.getByRole('button', { name: 'Replace: App Secret' }).click()
    const field = page.getByLabel('New App Secret')
    expect(await field.getAttribute('type')).toBe('password')
    expect(await field.getAttribute('autocomplete')).toBe('off')
    await field.fill('very-secret')
    await field.press('Enter')
    await page.getByText('App Secret was replaced. The earlier one is gone.').waitFor()
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
    expect(server.calls).toContainEqual({
      call: 'secret.set',
      input: { name: 'channels.lark.appSecret', value: 'very-secret' },
    })
    const kept = await page.evaluate(() => [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input')].map(input => input.value),
      JSON.stringify([localStorage, sessionStorage].map(memory => Object.entries(memory))),
    ])
    expect(kept.join(' ')).not.toContain('very-secret')
  })

  test('with the keyboard alone: Escape keeps the old one, Enter replaces it', async () => {
    const service = settingsService(bot, { kept: stored })
    const { page } = await window.open(calm(), service.answers, '#/settings/account')
    const replace = page.getByRole('button', { name: 'Replace: App Secret' })
    await replace.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('half')
    await page.keyboard.press('Escape')
    await replace.waitFor()
    await replace.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('whole')
    await page.keyboard.press('Enter')
    await page.getByText('App Secret was replaced. The earlier one is gone.').waitFor()
  })

  test('removing a secret says what is lost and asks first', async () => {
    const service = settingsService(bot, { kept: stored })
    const { page } = await window.open(calm(), service.answers, '#/settings/account')
    await page.getByRole('button', { name: 'Remove: App Secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove App Secret?' })
    await expectNoBarriers(page)
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('App Secret was removed.').waitFor()
    await page.getByRole('button', { name: 'Set: App Secret' }).waitFor()
    expect(service.secrets().some(({ name }) => name === 'channels.lark.appSecret')).toBe(false)
  })

  test('after the platform changed, the secret stays here until the owner says yes to the new host by name', async () => {
    const service = settingsService(
      { channels: { lark: { appId: 'cli_a1b2c3d4e5f60718', domain: 'lark' } } },
      { kept: stored },
    )
    const { page, server } = await window.open(calm(), service.answers, '#/settings/account')
    await page.getByText('Set for open.feishu.cn, not for open.larksuite.com').waitFor()
    await page.getByRole('button', { name: 'Confirm open.larksuite.com: App Secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'May open.larksuite.com have it?' })
    await expectNoBarriers(page)
    await dialog.getByRole('button', { name: 'Don’t send it' }).click()
    expect(server.calls.some(({ call }) => call === 'secret.confirm-host')).toBe(false)
    await page.getByRole('button', { name: 'Confirm open.larksuite.com: App Secret' }).click()
    await page.getByRole('button', { name: 'open.larksuite.com may have it' }).click()
    await page.getByText('open.larksuite.com may have App Secret now.').waitFor()
    await page.getByText('For open.larksuite.com.').waitFor()
  })

  test.each(pairedLooks)('a changed host is told without barriers: $language $theme $width', async look => {
    const config = {
      channels: { lark: { appId: 'cli_a1b2c3d4e5f60718', domain: 'lark', appSecretEnv: '' } },
      llm: { apiKeyEnv: 'MY_KEY' },
    }
    const service = settingsService(config, { kept: stored })
    const { page } = await window.open(calm(), service.answers, '#/settings/account', look)
    await page.getByText(/^(Set for|为) open.feishu.cn/).waitFor()
    await expectNoBarriers(page)
    await picture(page, `settings-host-${nameOf(look)}`)
    await page.getByRole('button', { name: /open.larksuite.com/ }).click()
    await page.getByRole('dialog').waitFor()
    await expectNoBarriers(page)
    await picture(page, `settings-host-asked-${nameOf(look)}`)
  })

  test('a named variable that is not set, and a file, say so and offer no field', async () => {
    const service = settingsService({ ...bot, llm: { apiKeyEnv: 'MY_KEY' } })
    const { page } = await window.open(calm(), service.answers, '#/settings/model')
    await page.getByText('The variable MY_KEY is not set').waitFor()
    expect(await page.getByRole('button', { name: /API key/ }).count()).toBe(0)
  })

  test('the token in the address of a group bot is not shown, only replaced', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(calm(), service.answers, '#/settings/notifiers/ops')
    const replace = page.getByRole('button', { name: 'Replace: Webhook URL' })
    await replace.waitFor()
    expect(await page.content()).not.toContain('token-of-the-group')
    await replace.click()
    const field = page.getByLabel('New value: Webhook URL')
    await field.fill('nonsense')
    await field.press('Enter')
    await page.getByText('The webhook address of a group bot, which starts with https://.').waitFor()
    await field.fill('https://open.feishu.cn/open-apis/bot/v2/hook/another-token')
    await field.press('Enter')
    await page.getByText('Webhook URL was replaced. The earlier one is gone.').waitFor()
    expect(service.value('notifiers.ops.url')).toContain('another-token')
    expect(await page.content()).not.toContain('another-token')
  })

  test('what is handed to an MCP server goes in and never comes back', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(calm(), service.answers, '#/settings/skills/files')
    await page.getByRole('button', { name: 'Remove TOKEN' }).waitFor()
    await page.getByRole('textbox', { name: 'Name: Environment' }).fill('API_KEY')
    await page.getByLabel('Value: Environment').fill('k-very-secret')
    await page.keyboard.press('Enter')
    await page.getByText('API_KEY was set.').waitFor()
    expect(service.value('mcp.servers.files.env')).toEqual({ TOKEN: 'very-secret', API_KEY: 'k-very-secret' })
    expect(await page.content()).not.toContain('very-secret')
  })
})
