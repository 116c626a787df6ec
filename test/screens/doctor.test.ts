import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { expectNoBarriers, expectNoSideScroll, nameOf, picture, screens, pairedLooks } from './harness.ts'
import { healthy, missingScope, others, passed, running, sick, wrongSide } from './doctor-samples.ts'
import { calm } from './states.ts'

const window = screens()

describe('the doctor', () => {
  test('before the first run it says what it would look at, and runs', async () => {
    const { page, server } = await window.open(
      calm(),
      {
        'doctor.run': () => {
          server.hub.publish({
            type: 'doctor-started',
            checks: [{ ...missingScope, verdict: 'waiting' }],
            at: Date.now(),
          })
          return new Promise(() => {})
        },
      },
      '#/doctor',
    )
    await page.getByText('Nothing has been checked yet').waitFor()
    await page.getByRole('button', { name: 'Run all checks' }).click()
    await page.getByRole('progressbar', { name: 'Checking' }).waitFor()
    expect(await page.locator(':focus').innerText()).toBe('Stop')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' })
    expect(await page.locator(':focus').innerText()).toBe('Run again')
    await page.getByText('0 of 1 checked').first().waitFor()
  })

  test('failed first, with the fix, the exact page and what the platform said; the sidebar counts them', async () => {
    const { page } = await window.open(sick(), {}, '#/doctor')
    await page.getByRole('heading', { name: '2 things to fix' }).waitFor()
    await page.getByText(/^11 of 14 checks passed at \d\d:\d\d\. One can’t be known from here\.$/).waitFor()
    const titles = await page.getByRole('main').getByRole('heading', { level: 3 }).allInnerTexts()
    expect(titles.slice(0, 3)).toEqual([
      'This App ID belongs to Feishu',
      'One permission is missing',
      'Does another program use this app?',
    ])
    const link = page.getByRole('link', { name: 'Add them in the console' })
    expect(await link.getAttribute('href')).toBe(missingScope.link)
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noreferrer')
    await page.getByText(/^99991672 Access denied/).waitFor()
    await page.getByText('To find out: Pause replies and write to the bot').waitFor()
    await page.getByRole('link', { name: /^Doctor.*2 to fix/s }).waitFor()
  })

  test('all is well only when nothing failed, and it says how many can’t be known', async () => {
    const { page, server } = await window.open(healthy(), {}, '#/doctor')
    await page.getByRole('heading', { name: 'Everything that can be checked from here works' }).waitFor()
    await page.getByText('One can’t be known from here.').waitFor()
    server.hub.publish({ type: 'check-changed', check: missingScope })
    await page.getByRole('heading', { name: 'One thing to fix' }).waitFor()
    expect(await page.getByText('Everything that can be checked').count()).toBe(0)
  })

  test('what was not tried stands apart from what can’t be known', async () => {
    const detail = { en: 'Not tried, because "Network" failed.', zh: '未检查，因为“网络”未通过。' }
    const behind = { ...others, key: 'behind', id: 'behind', detail, blocked: true as const }
    const doctor = { ...healthy().doctor, checks: [...passed, others, missingScope, behind] }
    const { page } = await window.open(calm({ doctor }), {}, '#/doctor')
    await page.getByText(/One can’t be known from here\. One was not tried, because another failed\./).waitFor()
    const section = page.getByRole('region', { name: /^Not tried, because others failed/ })
    await section.getByText('Not tried, because "Network" failed.').waitFor()
    expect(await section.getByText('To find out:').count()).toBe(0)
  })

  test('a run that was stopped in the middle never reads as all well', async () => {
    const doctor = { ...healthy().doctor, checks: [...passed, { ...others, key: 'late', verdict: 'waiting' as const }] }
    const { page } = await window.open(calm({ doctor }), {}, '#/doctor')
    await page.getByRole('heading', { name: 'Not everything was checked' }).waitFor()
    await page.getByText('One was not run.').waitFor()
  })

  test('a whole run is told one by one, keeps what was known in its place, and can be stopped', async () => {
    const { page, server } = await window.open(
      sick(),
      {
        'doctor.run': () => {
          const checks = sick().doctor.checks.map(one => ({ ...one, verdict: 'waiting' as const }))
          server.hub.publish({ type: 'doctor-started', checks, at: Date.now() - 1 })
          return new Promise(() => {})
        },
      },
      '#/doctor',
    )
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.getByText('0 of 14 checked').waitFor()
    await page.getByText('Without cardkit:card:write').waitFor()
    server.hub.publish({ type: 'check-changed', check: { ...missingScope, verdict: 'running' } })
    await page.getByText('0 of 14 checked. Now: One permission is missing').waitFor()
    server.hub.publish({ type: 'check-changed', check: { ...missingScope, verdict: 'ok', at: Date.now() } })
    await page.getByText('1 of 14 checked').waitFor()
    expect(await page.getByText('Without cardkit:card:write').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Stop' }).click()
    server.hub.publish({ type: 'doctor-ended', at: Date.now() })
    await page.getByRole('button', { name: 'Run again' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('one check alone can be run again', async () => {
    const { page, server } = await window.open(
      sick(),
      {
        'doctor.run': ({ keys }) => {
          server.hub.publish({ type: 'check-changed', check: { ...missingScope, verdict: 'ok', at: Date.now() } })
          return sick().doctor.checks.filter(({ key }) => keys?.includes(key))
        },
      },
      '#/doctor',
    )
    await page.getByRole('button', { name: 'Check again: One permission is missing' }).click()
    await page.getByRole('heading', { name: 'One thing to fix' }).waitFor()
    expect(server.calls).toContainEqual({ call: 'doctor.run', input: { keys: ['scopes:default'] } })
  })

  test('one press switches the platform, sends the secret there on the owner’s word, and looks again', async () => {
    const { page, server } = await window.open(
      sick(),
      {
        'config.set': () => undefined,
        'secret.list': () => [{ name: 'channels.lark.accounts.desk.appSecret', host: 'open.larksuite.com', at: 1 }],
        'secret.confirm-host': () => undefined,
        'accounts.retry': () => undefined,
        'doctor.run': () => [],
      },
      '#/doctor',
    )
    await page.getByRole('button', { name: 'Switch to Feishu' }).click()
    await expect.poll(() => server.calls.filter(({ call }) => call === 'doctor.run').length).toBe(1)
    expect(server.calls).toContainEqual({
      call: 'config.set',
      input: { path: 'channels.lark.accounts.desk.domain', value: 'feishu' },
    })
    expect(server.calls).toContainEqual({
      call: 'secret.confirm-host',
      input: { name: 'channels.lark.accounts.desk.appSecret' },
    })
    expect(server.calls).toContainEqual({ call: 'accounts.retry', input: { account: 'desk' } })
    expect(server.calls.at(-1)).toEqual({ call: 'doctor.run', input: { keys: [wrongSide.key] } })
  })

  test('what could not be done is said where it was pressed', async () => {
    const { page } = await window.open(
      sick(),
      { 'config.set': () => Promise.reject(new AppError('config-broken', 'config.json line 3 is broken.')) },
      '#/doctor',
    )
    await page.getByRole('button', { name: 'Switch to Feishu' }).click()
    await page.getByRole('alert').getByText('config.json line 3 is broken.').waitFor()
  })

  test('a run that can’t begin says why', async () => {
    const { page } = await window.open(sick(), {}, '#/doctor')
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.getByRole('alert').getByText('The checks could not be run').waitFor()
  })

  test('the checks of one account, of all, and of none', async () => {
    const { page } = await window.open(sick(), {}, '#/doctor')
    const rows = page.getByRole('main').getByRole('heading', { level: 3 })
    await page.getByRole('button', { name: /^Front desk/ }).click()
    expect(await rows.allInnerTexts()).toEqual(['This App ID belongs to Feishu'])
    await page.getByRole('button', { name: /^This Perch/ }).click()
    await expect.poll(() => page.getByText('This App ID belongs to Feishu').count()).toBe(0)
    await page.getByRole('heading', { name: '2 things to fix' }).waitFor()
  })

  test('the report holds every check in words, to be handed on', async () => {
    const { page } = await window.open(sick(), {}, '#/doctor')
    await page.getByRole('button', { name: 'Copy report' }).click()
    await page.getByRole('status').getByText('Copied').waitFor()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toContain('✗ One permission is missing [Office bot] (failed)')
    expect(text).toContain('What to do: Permissions & Scopes')
    expect(text).toContain('? Does another program use this app?')
    expect(text.match(/✓/g)).toHaveLength(11)
  })

  test('by keyboard alone: open what passed, run one check again', async () => {
    const { page, server } = await window.open(sick(), { 'doctor.run': () => [] }, '#/doctor')
    await page.getByRole('heading', { name: 'Passed' }).waitFor()
    const fold = page.locator('summary', { hasText: 'Model' })
    await fold.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The model answers' }).waitFor()
    await page.getByRole('button', { name: 'Check again: The model answers' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => server.calls.at(-1)).toEqual({ call: 'doctor.run', input: { keys: ['reply'] } })
  })
})

describe.each(pairedLooks)('in $language, $theme, $width px', look => {
  test.each([
    { name: 'doctor', state: sick },
    { name: 'doctor-well', state: healthy },
    { name: 'doctor-running', state: running },
    { name: 'doctor-first', state: calm },
  ])('$name has no barrier and nothing scrolls sideways', async ({ name, state }) => {
    const { page } = await window.open(state(), {}, '#/doctor', look)
    await page.getByRole('main').getByRole('heading').first().waitFor({ state: 'attached' })
    await page.waitForTimeout(50)
    await picture(page, `${name}-${nameOf(look)}`)
    await expectNoSideScroll(page)
    await expectNoBarriers(page)
  })
})
