import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { expectNoBarriers, expectNoSideScroll, nameOf, picture, screens } from './harness.ts'
import { importAnswers, report } from './import-samples.ts'
import { empty } from './setup-samples.ts'

const window = screens()
const TEXT = '{"channels":{"feishu":{"appId":"cli_a1b2c3d4e5f60718","appSecret":"very-secret"}}}'

describe('importing', () => {
  test('what was found is shown key by key before anything is saved, then taken over', async () => {
    const { page, server } = await window.open(empty(), importAnswers, '#/setup/import')
    await page.getByRole('button', { name: 'Look at /home/me/.openclaw/openclaw.json' }).click()
    await page.getByText('2 to take over, 1 to the secret store, 4 not used. Nothing is saved yet.').waitFor()
    await page.getByText('becomes channels.lark.dmPolicy').waitFor()
    await page.getByText('Everybody of your company may write.').waitFor()
    expect(await page.getByText('gateway.port').isVisible()).toBe(false)
    expect(server.calls.some(({ call }) => call === 'import.apply')).toBe(false)
    await picture(page, 'setup-import-preview')
    await expectNoBarriers(page)
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('3 settings were taken over.').waitFor()
    await page.getByText('config.before-import.json').waitFor()
    expect(server.calls).toContainEqual({
      call: 'import.apply',
      input: { file: '/home/me/.openclaw/openclaw.json' },
    })
    await picture(page, 'setup-import-done')
    await page.getByRole('link', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Connect a bot' }).waitFor()
  })

  test('a file of one’s own, with the env file that belongs to it', async () => {
    const { page, server } = await window.open(
      empty(),
      {
        ...importAnswers,
        'import.preview': ({ env }) => report({ system: 'xiaoo', ...(env && { envFile: 'xiaoo.env' }) }),
      },
      '#/setup/import',
    )
    await page.getByText('A file of your own').waitFor()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    await (await chooser).setFiles({ name: 'config.toml', mimeType: 'text/plain', buffer: Buffer.from('[llm]') })
    const second = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Add its .env file' }).click()
    await (await second).setFiles({ name: 'xiaoo.env', mimeType: 'text/plain', buffer: Buffer.from('A=b') })
    await page.getByText('With xiaoo.env').waitFor()
    expect(server.calls.at(-1)).toEqual({
      call: 'import.preview',
      input: { text: '[llm]', name: 'config.toml', env: 'A=b' },
    })
  })

  test('a pasted text is drawn as dots and leaves the page when it was read', async () => {
    const { page, server } = await window.open(empty(), importAnswers, '#/setup/import')
    const field = page.getByRole('textbox', { name: 'Or paste the text of a configuration' })
    await field.fill(TEXT)
    expect(await field.evaluate(one => getComputedStyle(one).getPropertyValue('-webkit-text-security'))).toBe('disc')
    await page.getByRole('button', { name: 'Show what would be taken' }).click()
    await page.getByText('Nothing is saved yet.').waitFor()
    expect(await page.content()).not.toContain('very-secret')
    expect(server.calls.at(-1)?.input).toMatchObject({ text: TEXT })
  })

  test('a file dropped onto the page is looked at', async () => {
    const { page, server } = await window.open(empty(), importAnswers, '#/setup/import')
    await page.getByText('A file of your own').waitFor()
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['{}'], 'openclaw.json'))
      return transfer
    })
    await page.getByText('Drop a file here').dispatchEvent('drop', { dataTransfer: data })
    await page.getByText('Nothing is saved yet.').waitFor()
    expect(server.calls.at(-1)?.input).toEqual({ text: '{}', name: 'openclaw.json' })
  })

  test('what can’t be read says where, and something else can be chosen', async () => {
    const { page } = await window.open(
      empty(),
      {
        ...importAnswers,
        'import.preview': () => Promise.reject(new AppError('config-broken', 'line 3: expected a comma')),
      },
      '#/setup/import',
    )
    await page.getByRole('button', { name: /Look at .*nanobot/ }).click()
    await page.getByRole('alert').getByText('line 3: expected a comma').waitFor()
    await page.getByRole('button', { name: /Look at .*nanobot/ }).waitFor()
  })

  test('a refused import changes nothing and says so', async () => {
    const { page } = await window.open(
      empty(),
      { ...importAnswers, 'import.apply': () => Promise.reject(new AppError('store-full', 'The disk is full.')) },
      '#/setup/import',
    )
    await page.getByRole('button', { name: /Look at .*openclaw/ }).click()
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByRole('alert').getByText('Nothing was imported; everything is as before').waitFor()
    await page.getByRole('button', { name: 'Import' }).waitFor()
  })

  test.each([{ language: 'zh-CN', theme: 'dark', width: 360 } as const])('the report at its narrowest', async look => {
    const { page } = await window.open(empty(), importAnswers, '#/setup/import', look)
    await page.getByRole('button', { name: /openclaw/ }).click()
    await page.getByText('还没有保存任何内容').waitFor()
    await picture(page, `setup-import-preview-${nameOf(look)}`)
    await expectNoSideScroll(page)
    await expectNoBarriers(page)
  })
})
