import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { modelProviders } from '../../main/contract/model-providers.ts'
import { providerIds } from '../../main/contract/provider-ids.ts'
import type { ModelVerdict, ProviderView } from '../../main/contract/models.ts'
import type { SettingView } from '../../main/contract/views.ts'
import type { Answers } from '../fakes/screen-server.ts'
import { expectNoBarriers, expectNoSideScroll, nameOf, picture, screens, pairedLooks } from './harness.ts'
import { connected, guide } from './setup-samples.ts'

const window = screens()
const KEY = 'sk-or-v1-0123456789abcdef'

const providers: readonly ProviderView[] = providerIds.map(id => ({ id, ...modelProviders[id] }))

const setting = (path: string, value: string, isSet = false): SettingView => ({
  path,
  topic: 'model',
  label: { en: path, zh: path },
  help: { en: '', zh: '' },
  kind: 'text',
  value,
  default: '',
  isSet,
  reconnects: false,
})

const models = Array.from({ length: 300 }, (_, number) => ({
  id: number === 0 ? 'z-ai/glm-5' : `vendor/model-${number}`,
  sees: number === 0 ? ('yes' as const) : ('unknown' as const),
}))

const fine: ModelVerdict = {
  ok: true,
  text: 'I can hear you.',
  firstMilliseconds: 900,
  milliseconds: 1400,
  sees: 'yes',
}

const answers: Answers = {
  'setup.guide': () => guide(),
  'people.list': () => [],
  'settings.list': () => [setting('llm.provider', 'openrouter'), setting('llm.apiBase', ''), setting('llm.model', '')],
  'secret.list': () => [],
  'models.providers': () => providers,
  'models.find': () => [],
  'models.list': ({ provider, key, variable }) => {
    if (provider === 'openrouter' && key === undefined && variable === undefined)
      throw new AppError('model-key-missing', 'No API key found for openrouter')
    return { listed: true, models }
  },
  'models.save': () => undefined,
}

/** The calls that change something. */
const savedBy = ({ calls }: { readonly calls: readonly { readonly call: string; readonly input: unknown }[] }) =>
  calls.filter(({ call }) => /\.(set|unset|save)$/.test(call))

const PLACE = '#/setup/model/default'

describe('choosing a model', () => {
  test('a key is entered once, the list is searched, a sentence streams, and only Continue saves', async () => {
    const { page, server } = await window.open(
      connected(),
      {
        ...answers,
        'models.test': async ({ testId }) => {
          server.hub.publish({
            type: 'model-test-changed',
            test: { id: testId, phase: 'streaming', text: 'I can', at: Date.now() },
          })
          await page.getByText('I can', { exact: true }).waitFor()
          server.hub.publish({
            type: 'model-test-changed',
            test: { id: testId, phase: 'ok', text: 'I can hear you.', at: Date.now() },
          })
          return fine
        },
      },
      PLACE,
    )
    await page.getByText('What people write goes to OpenRouter (USA)').waitFor()
    expect(await page.getByRole('link', { name: 'Get a key' }).getAttribute('href')).toBe(
      'https://openrouter.ai/settings/keys',
    )
    const key = page.getByLabel('API key, OpenRouter')
    expect(await key.getAttribute('type')).toBe('password')
    await key.fill(KEY)
    await key.press('Enter')
    await page.getByText('Entered, not saved yet').waitFor()
    expect(await page.content()).not.toContain(KEY)
    await page.getByText('One of 300 that it offers.').waitFor()
    const model = page.getByRole('combobox', { name: 'Model' })
    await model.fill('model-271')
    await page.getByRole('option', { name: 'vendor/model-271' }).click()
    expect(await model.inputValue()).toBe('vendor/model-271')
    await page.getByRole('button', { name: 'Send a sentence' }).click()
    await page.getByText('I can hear you.').waitFor()
    await page.getByText('First word after 0.9 s, whole answer after 1.4 s').waitFor()
    expect(savedBy(server)).toEqual([])
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Say hello' }).waitFor()
    expect(savedBy(server)).toEqual([
      { call: 'models.save', input: { provider: 'openrouter', apiBase: '', key: KEY, model: 'vendor/model-271' } },
    ])
    expect(await page.content()).not.toContain(KEY)
  })

  test('what this computer has is offered, and needs neither a key nor a click more', async () => {
    const { page, server } = await window.open(
      connected(),
      {
        ...answers,
        'models.find': () => [
          { provider: 'ollama', apiBase: '', models: [{ id: 'qwen3:8b', sees: 'no' }] },
          { provider: 'deepseek', apiBase: '', variable: 'DEEPSEEK_API_KEY' },
        ],
      },
      PLACE,
    )
    await page.getByText('A key for DeepSeek in DEEPSEEK_API_KEY').waitFor()
    await page.getByRole('button', { name: 'Use Ollama' }).click()
    await page.getByText('the model runs on this computer').waitFor()
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('qwen3:8b')
    expect(await page.getByLabel(/API key/).count()).toBe(0)
    await page.getByRole('button', { name: 'Use DeepSeek, DEEPSEEK_API_KEY' }).click()
    await page.getByText('Taken from DEEPSEEK_API_KEY').waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    const input = { provider: 'deepseek', apiBase: '', variable: 'DEEPSEEK_API_KEY', model: 'deepseek-flash' }
    await expect.poll(() => savedBy(server)).toEqual([{ call: 'models.save', input }])
  })

  test('what went wrong is told with the names that stand on the screen', async () => {
    const error = new AppError('model-unreachable', {
      en: 'openai-compatible could not be reached (127.0.0.1:9).',
      zh: '无法连接 openai-compatible（127.0.0.1:9）。',
    })
    const hint = { en: error.hint('en'), zh: error.hint('zh') }
    const { page } = await window.open(
      connected(),
      {
        ...answers,
        'models.list': () => Promise.reject(error),
        'models.test': () => ({ ok: false, code: error.code, message: error.message, says: error.says, hint }),
      },
      PLACE,
    )
    await page.getByRole('combobox', { name: 'Provider' }).click()
    await page.getByRole('option', { name: /^Another address/ }).click()
    await page.getByRole('textbox', { name: 'API address' }).fill('http://127.0.0.1:9/v1')
    await page.getByText('The list could not be read: Another address could not be reached').waitFor()
    await page.getByRole('combobox', { name: 'Model', exact: true }).fill('any')
    await page.getByRole('button', { name: 'Send a sentence' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('Another address could not be reached (127.0.0.1:9).').waitFor()
    await alert.getByText('Check “API address”').waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(/openai-compatible|llm\./)
  })

  test.each([
    { code: 'model-key-refused', title: 'The key was refused', way: 'Enter another key' },
    { code: 'model-no-credit', title: 'The account has no credit left', way: 'Open the provider’s page' },
    { code: 'model-unknown', title: 'The provider does not know this model', way: 'Try again' },
    { code: 'model-unreachable', title: 'The provider can’t be reached', way: 'Proxy and network' },
    { code: 'model-rate-limited', title: 'The provider asks to wait', way: 'Try again' },
  ] as const)('$code: says so in words, with the way out', async ({ code, title, way }) => {
    const hint = new AppError(code, '')
    const { page } = await window.open(
      connected(),
      {
        ...answers,
        'models.find': () => [{ provider: 'deepseek', apiBase: '', variable: 'DEEPSEEK_API_KEY' }],
        'models.test': () => ({
          ok: false,
          code,
          message: 'The provider said no.',
          hint: { en: hint.hint('en'), zh: hint.hint('zh') },
        }),
      },
      PLACE,
    )
    await page.getByRole('button', { name: /^Use DeepSeek/ }).click()
    await page.getByRole('button', { name: 'Send a sentence' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText(title).waitFor()
    await alert
      .getByRole('button', { name: way })
      .or(alert.getByRole('link', { name: way }))
      .waitFor()
    await expectNoBarriers(page)
  })

  test('what is missing is said instead of a button that does nothing', async () => {
    const { page, server } = await window.open(connected(), answers, PLACE)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').getByText('This provider needs a key.').waitFor()
    await page.getByRole('combobox', { name: 'Provider' }).click()
    await page.getByRole('option', { name: 'Another address (OpenAI-compatible)' }).click()
    await page.getByRole('alert').getByText('The address is missing.').waitFor()
    await page.getByRole('textbox', { name: 'API address' }).fill('ftp://x')
    await page.getByText('The address must begin with').waitFor()
    expect(savedBy(server)).toEqual([])
  })

  const local: Answers = {
    ...answers,
    'models.find': () => [{ provider: 'ollama', apiBase: '', models: [{ id: 'qwen3:8b', sees: 'no' }] }],
  }

  test('a save that is refused says that the settings are as before, and is one call', async () => {
    const refuse = () => Promise.reject(new AppError('store-full', 'The disk is full.'))
    const { page, server } = await window.open(connected(), { ...local, 'models.save': refuse }, PLACE)
    await page.getByRole('button', { name: 'Use Ollama' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').getByText('The model was not saved; the settings are as before').waitFor()
    expect(savedBy(server)).toEqual([
      { call: 'models.save', input: { provider: 'ollama', apiBase: '', model: 'qwen3:8b' } },
    ])
  })

  test('a save whose answer gets lost is not called "as before", is read again, and can be made again', async () => {
    let saves = 0
    const { page, server } = await window.open(
      connected(),
      {
        ...local,
        'models.save': () => {
          if (++saves > 1) return undefined
          server.cut()
          return new Promise(() => {})
        },
      },
      PLACE,
    )
    await page.getByRole('button', { name: 'Use Ollama' }).click()
    const reads = () => server.calls.filter(({ call }) => call === 'settings.list').length
    const before = reads()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('alert').getByText('It is not known whether the model was saved').waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('as before')
    server.answer({ connects: true })
    await expect.poll(reads, { timeout: 20_000 }).toBeGreaterThan(before)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Say hello' }).waitFor()
  })

  test('where there is no list the name is typed', async () => {
    const { page } = await window.open(
      connected(),
      {
        ...answers,
        'models.find': () => [{ provider: 'deepseek', apiBase: '', variable: 'DEEPSEEK_API_KEY' }],
        'models.list': () => ({ listed: false, models: [] }),
      },
      PLACE,
    )
    await page.getByRole('button', { name: /^Use DeepSeek/ }).click()
    await page.getByText('There is no list here.').waitFor()
    await page.getByRole('combobox', { name: 'Model' }).fill('my-own')
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('my-own')
  })

  test.each(pairedLooks)('has no barriers: $language $theme $width', async look => {
    const { page } = await window.open(
      connected(),
      {
        ...answers,
        'models.find': () => [
          { provider: 'ollama', apiBase: '', models: [{ id: 'qwen3:8b', sees: 'no' }] },
          { provider: 'qwen', apiBase: '', variable: 'DASHSCOPE_API_KEY' },
        ],
        'models.test': () => fine,
      },
      PLACE,
      look,
    )
    await page.getByRole('button', { name: /DASHSCOPE_API_KEY/ }).click()
    await page.getByText(/One of 300|共提供 300/).waitFor()
    await page.getByRole('button', { name: /Send a sentence|发送一句话/ }).click()
    await page.getByText('I can hear you.').waitFor()
    await picture(page, `setup-model-${nameOf(look)}`)
    await expectNoSideScroll(page)
    await expectNoBarriers(page)
  })
})
