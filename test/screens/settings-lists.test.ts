import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import type { AppState } from '../../main/contract/state.ts'
import { expectNoBarriers, nameOf, picture, screens, pairedLooks } from './harness.ts'
import { lived, settingsService, stored } from './settings-service.ts'
import { account, calm } from './states.ts'

const window = screens()

const two = (): AppState =>
  calm({
    accounts: {
      default: account(),
      work: account({ id: 'work', name: 'Front desk', domain: 'lark', state: 'failed', reason: 'Refused.' }),
    },
  })

describe('accounts in the settings', () => {
  test('an account is paused, and Undo brings it back', async () => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(two(), service.answers, '#/settings/account')
    await page.getByRole('button', { name: 'More for Office bot' }).click()
    await page.getByRole('menuitem', { name: 'Pause' }).click()
    await page.getByText('Office bot is paused').waitFor()
    expect(service.value('channels.lark.enabled')).toBe(false)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => service.value('channels.lark.enabled')).toBe(true)
  })

  test('an account is renamed, and Undo gives the earlier name back', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(two(), service.answers, '#/settings/account')
    await page.getByRole('button', { name: 'More for Front desk' }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'New name' }).fill('Reception')
    await page.keyboard.press('Enter')
    await page.getByText('Front desk is now called Reception.').waitFor()
    expect(service.value('channels.lark.accounts.work.name')).toBe('Reception')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => service.value('channels.lark.accounts.work.name')).toBe('Front desk')
  })

  test('removing says what is lost and what stays, asks first, and leads back to the list', async () => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(two(), service.answers, '#/settings/account/work')
    await page.getByRole('button', { name: 'More for Front desk' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove Front desk?' })
    await dialog.getByText('Kept: what people wrote').waitFor()
    await expectNoBarriers(page)
    await picture(page, 'settings-account-remove')
    await dialog.getByRole('button', { name: 'Remove the account' }).click()
    await page.getByText('Front desk was removed.').waitFor()
    expect(service.value('channels.lark.accounts')).toEqual({})
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
    expect(await page.evaluate(() => location.hash)).toBe('#/settings/account')
  })

  test('one in trouble is tried now; a refusal is told', async () => {
    const service = settingsService(lived)
    let isRefused = true
    const { page } = await window.open(
      two(),
      {
        ...service.answers,
        'accounts.retry': () => {
          if (isRefused) throw new AppError('lark-unreachable', 'Feishu can not be reached.')
        },
      },
      '#/settings/account',
    )
    await page.getByRole('button', { name: 'Try now: Front desk' }).click()
    await page.getByRole('alert').getByText('Feishu can not be reached.').waitFor()
    isRefused = false
    await page.getByRole('button', { name: 'Try now: Front desk' }).click()
    await page.getByText('Front desk connects now.').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('a new account gets a free label, and Setup goes on with it', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(two(), service.answers, '#/settings/account')
    await page.getByRole('button', { name: 'Add an account' }).click()
    const label = page.getByRole('textbox', { name: 'Label' })
    expect(await label.inputValue()).toBe('bot2')
    await label.fill('work')
    await page.getByRole('button', { name: 'I have an App ID' }).click()
    await page.getByText('There is an account with this label already.').waitFor()
    await label.fill('hr-desk')
    await page.getByRole('button', { name: 'I have an App ID' }).click()
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/setup/paste/hr-desk')
  })

  test('what a named account takes from the main one is shown as that, set apart, and given back', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(two(), service.answers, '#/settings/account/work')
    const groups = page.getByRole('combobox', { name: 'Groups' })
    await expect.poll(() => groups.innerText()).toContain('As the main account: Only the allowed')
    await groups.click()
    await page.getByRole('option', { name: 'Nobody' }).click()
    await expect.poll(() => service.value('channels.lark.accounts.work.groupPolicy')).toBe('disabled')
    await groups.click()
    await page.getByRole('option', { name: /As the main account/ }).click()
    await expect.poll(() => service.value('channels.lark.accounts.work.groupPolicy')).toBeUndefined()
    const enabled = page.getByRole('combobox', { name: 'Enabled' })
    await expect.poll(() => enabled.innerText()).toContain('As the main account: On')
    const path = page.getByRole('textbox', { name: 'Webhook path' })
    expect(await path.getAttribute('placeholder')).toBe('/lark/webhook/work')
  })

  test('without any account there is one thing to do', async () => {
    const service = settingsService({})
    const { page } = await window.open(calm({ accounts: {} }), service.answers, '#/settings/account')
    const add = page.getByRole('link', { name: 'Add an account' })
    expect(await add.getAttribute('href')).toBe('#/setup/start')
  })
})

describe('notifiers, agents and servers in the settings', () => {
  test('a notifier is added with its address, tried, and removed with its secret', async () => {
    const service = settingsService({ channels: { lark: { appId: 'cli_a1b2c3d4e5f60718' } } })
    const { page, server } = await window.open(calm(), service.answers, '#/settings/notifiers')
    await page.getByText('None yet. In a group, open Settings').waitFor()
    await page.getByRole('button', { name: 'Add a notifier' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('ops')
    const address = page.getByRole('textbox', { name: 'Webhook address' })
    await address.fill('nonsense')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText('The webhook address of a group bot, which starts with https://.').waitFor()
    await address.fill('https://open.feishu.cn/open-apis/bot/v2/hook/3f2a9c1e-0000')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText('ops was added.').waitFor()
    await page.getByRole('link', { name: 'Edit ops' }).click()
    await page.getByRole('button', { name: 'Post it' }).click()
    await page.getByText(/Posted at \d\d:\d\d. Look into the group./).waitFor()
    expect(server.calls).toContainEqual({ call: 'notify.send', input: { to: 'ops', message: 'Perch can post here.' } })
    await page.getByRole('link', { name: 'Notifiers' }).first().click()
    await page.getByRole('button', { name: 'Remove ops' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('ops was removed.').waitFor()
    expect(service.value('notifiers')).toEqual({})
    expect(server.calls).toContainEqual({ call: 'secret.unset', input: { name: 'notifiers.ops.secret' } })
  })

  test('a group that refuses the post says so in words', async () => {
    const service = settingsService(lived)
    const answers = {
      ...service.answers,
      'notify.send': () => Promise.reject(new AppError('not-found', 'The group bot is gone.')),
    }
    const { page } = await window.open(calm(), answers, '#/settings/notifiers/ops')
    await page.getByRole('button', { name: 'Post it' }).click()
    await page.getByRole('alert').getByText('The group bot is gone.').waitFor()
    await picture(page, 'settings-notifier-refused')
  })

  test('an agent is added and removed, and Undo brings it back as it was', async () => {
    const service = settingsService(lived)
    const { page } = await window.open(calm(), service.answers, '#/settings/agent')
    await page.getByRole('button', { name: 'Add an agent' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('third')
    await page.keyboard.press('Enter')
    await page.getByText('third was added.').waitFor()
    await page.getByRole('button', { name: 'Remove main' }).click()
    await page.getByText('main was removed.').waitFor()
    expect(service.value('agents.list')).toMatchObject([{ id: 'helper' }, { id: 'third' }])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    expect(service.value('agents.list[0]')).toMatchObject({ id: 'main', systemPrompt: 'Be brief.' })
  })

  test('a server is added by name and then described', async () => {
    const service = settingsService({})
    const { page } = await window.open(calm(), service.answers, '#/settings/skills')
    await page.getByRole('button', { name: 'Add a server' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('web')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Edit web' }).click()
    const url = page.getByRole('textbox', { name: 'URL' })
    await url.fill('https://mcp.example/sse')
    await url.press('Enter')
    await expect.poll(() => service.value('mcp.servers.web.url')).toBe('https://mcp.example/sse')
  })
})

describe('the model in the settings', () => {
  test('another provider takes its own address and model, and one Undo brings all of it back', async () => {
    const service = settingsService({ llm: { ...lived.llm, apiKeyEnv: 'OPENROUTER_API_KEY' } }, { kept: stored })
    const { page, server } = await window.open(calm(), service.answers, '#/settings/model')
    await page.getByText('What people write goes to').waitFor()
    await page.getByRole('combobox', { name: 'Provider' }).click()
    await page.getByRole('option', { name: 'DeepSeek' }).click()
    await page.getByText('Provider changed from OpenRouter to DeepSeek.').waitFor()
    expect(service.value('llm')).toMatchObject({ provider: 'deepseek', apiKeyEnv: '' })
    const paths = server.calls
      .filter(({ call }) => call.startsWith('config.'))
      .map(({ input }) => (input as { path: string }).path)
    expect(paths.indexOf('llm.apiKeyEnv')).toBeLessThan(paths.indexOf('llm.provider'))
    await page.getByText('Set for openrouter.ai, not for api.deepseek.com').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    expect(service.value('llm')).toMatchObject({
      provider: 'openrouter',
      model: 'z-ai/glm-4.6',
      apiKeyEnv: 'OPENROUTER_API_KEY',
    })
  })

  test('a model is chosen from the provider’s list', async () => {
    const service = settingsService(lived, { kept: stored })
    const { page } = await window.open(calm(), service.answers, '#/settings/model')
    const model = page.getByRole('combobox', { name: 'Model' })
    await page.getByText('One of 2 that it offers.').waitFor()
    await model.fill('glm-5')
    await page.getByRole('option', { name: /z-ai\/glm-5/ }).click()
    await page.getByText('Model changed from z-ai/glm-4.6 to z-ai/glm-5.').waitFor()
    expect(service.value('llm.model')).toBe('z-ai/glm-5')
    await model.fill('my/own')
    await model.press('Enter')
    await expect.poll(() => service.value('llm.model')).toBe('my/own')
  })

  test.each(pairedLooks)('a sentence streams and then says how fast it was: $language $theme $width', async look => {
    const service = settingsService(lived, { kept: stored })
    const { page, server } = await window.open(
      calm(),
      {
        ...service.answers,
        'models.test': ({ testId }) => {
          server.hub.publish({
            type: 'model-test-changed',
            test: { id: testId, phase: 'streaming', text: 'I am glm-4.6, and', at: 1 },
          })
          server.hub.publish({
            type: 'model-test-changed',
            test: { id: testId, phase: 'ok', text: 'I am glm-4.6, and I can hear you well.', at: 2 },
          })
          return {
            ok: true,
            text: 'I am glm-4.6, and I can hear you well.',
            firstMilliseconds: 900,
            milliseconds: 1400,
            sees: 'yes',
          }
        },
      },
      '#/settings/model',
      look,
    )
    await page.getByRole('button', { name: /^(Send a sentence|发送一句话)$/ }).click()
    await page.getByText(/0\.9/).waitFor()
    await expectNoBarriers(page)
    await picture(page, `settings-model-tested-${nameOf(look)}`)
  })
})
