import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import type { SettingView } from '../../main/contract/views.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens } from './harness.ts'
import { now, someState } from './log-samples.ts'

const window = screens()

const setting = (
  path: string,
  topic: string,
  [en, zh]: readonly [string, string],
  kind: SettingView['kind'],
  value: unknown,
  change: Partial<SettingView> = {},
): SettingView => ({
  path,
  topic,
  label: { en, zh },
  help: { en: 'What it is for.', zh: '它的用途。' },
  kind,
  value,
  default: value,
  isSet: false,
  reconnects: false,
  ...change,
})

/** Settings that a test changes; they answer as the service does. */
function service() {
  const list = new Map(
    [
      setting('channels.lark.enabled', 'account', ['Enabled', '启用'], 'switch', true, { reconnects: true }),
      setting('channels.lark.appSecret', 'account', ['App Secret', 'App Secret'], 'secret', null, { isSet: true }),
      setting('channels.lark.dmPolicy', 'access', ['Direct messages', '私聊'], 'choice', 'pairing', {
        options: ['open', 'allowlist', 'pairing', 'disabled'],
      }),
      setting('channels.lark.allowFrom', 'access', ['Allowed people', '允许的人'], 'list', ['ou_1']),
      setting('llm.model', 'model', ['Model', '模型'], 'text', 'z-ai/glm-4.6', { default: '', isSet: true }),
      setting('llm.maxTokens', 'model', ['Longest answer', '最长回答'], 'number', 8192),
      setting('agents.list', 'agent', ['Agents', '智能体'], 'json', []),
    ].map(one => [one.path, one]),
  )
  const put = (path: string, value: unknown) => {
    const known = list.get(path)
    if (value === -1) throw new AppError('config-invalid', `${path} must be a whole number, at least 1.`)
    if (known) list.set(path, { ...known, value: value ?? known.default, isSet: value !== undefined })
  }
  const answers: Answers = {
    'settings.list': () => [...list.values()],
    'config.set': ({ path, value }) => put(path, value),
    'config.unset': ({ path }) => put(path, undefined),
    'secret.list': () => [{ name: 'channels.lark.appSecret', host: 'open.feishu.cn', at: now }],
    'secret.set': () => undefined,
    'secret.unset': () => undefined,
  }
  return { answers, value: (path: string) => list.get(path)?.value }
}

describe('settings', () => {
  test('a text is saved when the typing is over, the foot says so, and Undo takes it back', async () => {
    const { answers, value } = service()
    const { page } = await window.open(someState, answers, '#/settings/model')
    await page.getByRole('textbox', { name: 'Model' }).fill('z-ai/glm-5')
    await page.keyboard.press('Enter')
    await page.getByText('Model changed from z-ai/glm-4.6 to z-ai/glm-5.').waitFor()
    expect(value('llm.model')).toBe('z-ai/glm-5')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Model is as before.').waitFor()
    expect(value('llm.model')).toBe('z-ai/glm-4.6')
  })

  test('what the service refuses is said at the field and keeps what was typed', async () => {
    const { answers, value } = service()
    const { page } = await window.open(someState, answers, '#/settings/model')
    const field = page.getByRole('textbox', { name: 'Longest answer' })
    await field.fill('-1')
    await field.press('Enter')
    await page.getByText('Must be a whole number, at least 1.').waitFor()
    expect(await field.inputValue()).toBe('-1')
    await field.fill('many')
    await field.press('Enter')
    await page.getByText('This needs a number.').waitFor()
    expect(value('llm.maxTokens')).toBe(8192)
    await expectNoBarriers(page)
  })

  test('choices, switches and defaults are one press', async () => {
    const { answers, value } = service()
    const { page } = await window.open(someState, answers, '#/settings/access')
    await page.getByRole('combobox', { name: 'Direct messages' }).click()
    await page.getByRole('option', { name: 'Only the allowed' }).click()
    await expect.poll(() => value('channels.lark.dmPolicy')).toBe('allowlist')
    await page.getByRole('button', { name: 'Back to the default: pairing' }).click()
    await expect.poll(() => value('channels.lark.dmPolicy')).toBe('pairing')
    await page.getByRole('link', { name: 'Accounts' }).click()
    await page.getByRole('switch', { name: 'Enabled' }).click()
    await page.getByText('Enabled is now off. The account reconnects.').waitFor()
  })

  test('lists are edited as chips', async () => {
    const { answers, value } = service()
    const { page } = await window.open(someState, answers, '#/settings/access')
    await page.getByRole('textbox', { name: 'Allowed people' }).fill('ou_2, ou_3')
    await page.keyboard.press('Enter')
    await expect.poll(() => value('channels.lark.allowFrom')).toEqual(['ou_1', 'ou_2', 'ou_3'])
    await page.getByRole('button', { name: 'Remove ou_1' }).click()
    await expect.poll(() => value('channels.lark.allowFrom')).toEqual(['ou_2', 'ou_3'])
  })

  test('a secret is handed on and nowhere kept', async () => {
    const { answers } = service()
    const { page, server } = await window.open(someState, answers, '#/settings/account')
    await page.getByRole('button', { name: 'Replace: App Secret' }).click()
    const field = page.getByLabel('New App Secret')
    expect(await field.getAttribute('type')).toBe('password')
    expect(await field.getAttribute('autocomplete')).toBe('off')
    await field.fill('very-secret')
    await field.press('Enter')
    await page.getByText('App Secret was replaced. The earlier one is gone.').waitFor()
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

  test('removing a secret says what is lost and asks first', async () => {
    const { answers } = service()
    const { page, server } = await window.open(someState, answers, '#/settings/account')
    await page.getByRole('button', { name: 'Remove: App Secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'Remove App Secret?' })
    await expectNoBarriers(page)
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('App Secret was removed.').waitFor()
    expect(server.calls.some(({ call }) => call === 'secret.unset')).toBe(true)
  })

  test('a search finds settings of every topic, by name and by key', async () => {
    const { answers } = service()
    const { page } = await window.open(someState, answers, '#/settings')
    await page.getByRole('searchbox').fill('maxTokens')
    await page.getByText('1 setting found').waitFor()
    await page.getByRole('textbox', { name: 'Longest answer' }).waitFor()
    await page.getByRole('searchbox').fill('zzz')
    await page.getByText('No setting is called that').waitFor()
  })

  test('a failure can be tried again', async () => {
    const { page } = await window.open(someState, {}, '#/settings/model')
    await page.getByRole('button', { name: 'Try again' }).waitFor()
  })

  test.each(looks)('has no barriers: $language $theme $width', async look => {
    const { answers } = service()
    const { page } = await window.open(someState, answers, '#/settings/access', look)
    await page.getByRole('combobox').waitFor()
    await expectNoBarriers(page)
    await expectNoSideScroll(page)
    await picture(page, `settings-${nameOf(look)}`)
  })
})
