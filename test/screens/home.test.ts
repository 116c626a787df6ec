import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { expectNoBarriers, expectNoSideScroll, looks, nameOf, picture, screens } from './harness.ts'
import { account, busy, calm, groups, people, SECOND, sun, SUN_WROTE } from './states.ts'

const window = screens()
const lists = { 'people.list': () => people(), 'groups.list': () => groups() }

describe('Home', () => {
  const since = Date.now() - 100 * SECOND
  test.each([
    { state: 'online', shown: account({ state: 'online', since }), sentence: /Online since \d\d:\d\d Last message/ },
    { state: 'connecting', shown: account({ state: 'connecting', since }), sentence: /Connecting for 1 min 4\d s/ },
    {
      state: 'reconnecting',
      shown: account({ state: 'reconnecting', since, reason: 'The proxy refused.' }),
      sentence: /Reconnecting for 1 min 4\d s The proxy refused. Perch goes on trying./,
    },
    {
      state: 'failed',
      shown: account({ state: 'failed', since, reason: 'Feishu refused the App Secret.', code: 'lark-bad-secret' }),
      sentence: /Not connected since \d\d:\d\d Feishu refused the App Secret. Copy the App Secret again/,
    },
    {
      state: 'offline',
      shown: account({ state: 'offline', since, reason: 'Switched off.' }),
      sentence: /Offline since \d\d:\d\d Switched off./,
    },
  ])('says in one true sentence how an account is: $state', async ({ shown, sentence }) => {
    const { page } = await window.open(calm({ accounts: { default: shown } }))
    const row = page.getByRole('main').getByRole('list', { name: 'Accounts' }).getByRole('listitem')
    await expect.poll(async () => (await row.innerText()).replaceAll(/\s+/g, ' ')).toMatch(sentence)
  })

  test('shows what a stranger wrote; Allow acts in place and can be answered the other way', async () => {
    const { page, server } = await window.open(calm({ pending: [sun()] }), {
      'person.waiting': () => [{ messageId: 'om_1', at: 1, text: SUN_WROTE }],
      'people.allow': ({ id }) => {
        server.hub.publish({ type: 'person-changed', person: { ...sun(), standing: 'allowed' } })
        return { allowed: id, account: 'default' }
      },
      'people.deny': ({ id }) => ({ denied: id, account: 'default' }),
    })
    await page.getByRole('heading', { name: 'One person waits for you' }).waitFor()
    await page.getByText(SUN_WROTE).waitFor()
    await page.getByRole('button', { name: 'Allow 孙浩然' }).click()
    await page.getByText('孙浩然 is allowed.').waitFor()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.getByRole('button', { name: 'Deny instead' }).click()
    await page.getByText('孙浩然 is denied and gets no answers.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
  })

  test('a refused decision says why, and the person stays', async () => {
    const { page } = await window.open(calm({ pending: [sun()] }), {
      'people.allow': () => Promise.reject(new AppError('config-broken', 'config.json line 3 is broken.')),
    })
    await page.getByRole('button', { name: 'Allow 孙浩然' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('孙浩然 stays as before').waitFor()
    await alert.getByText('config.json line 3 is broken.').waitFor()
    await page.getByRole('button', { name: 'Allow 孙浩然' }).waitFor()
  })

  test('names who is answered and in which step, and stops it', async () => {
    const { page, server } = await window.open(busy(), {
      ...lists,
      'turn.stop': ({ turnId }) => server.hub.publish({ type: 'turn-ended', turnId }),
    })
    await page.getByText(/Step 2, read_file reports\/2026-10.csv, for \d+ s/).waitFor()
    await page.getByRole('button', { name: 'Stop the answer for 王磊' }).click()
    await page.getByRole('button', { name: 'Stop the answer for 王磊' }).waitFor({ state: 'detached' })
    expect(server.calls).toContainEqual({ call: 'turn.stop', input: { turnId: 'turn-1' } })
  })

  test('pauses and resumes', async () => {
    const { page, server } = await window.open(calm(), {
      'agent.pause': ({ paused }) => server.hub.publish({ type: 'pause-changed', paused }),
    })
    await page.getByRole('button', { name: 'Pause replies' }).click()
    await page.getByRole('heading', { name: 'Replies are paused' }).waitFor()
    await page.getByRole('button', { name: 'Resume replies' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })

  test('the meter warns from 70 % on', async () => {
    const quota = { ...account().quota, calls: 7004 }
    const { page } = await window.open(calm({ accounts: { default: account({ quota }) } }))
    await page.getByText('More than 70 % is used.').waitFor()
    const meter = page.getByRole('meter', { name: 'Calls of Office bot' })
    expect(await meter.getAttribute('aria-valuetext')).toBe('7,004 of 10,000 calls to Feishu this month')
  })

  test('a name that looks like markup stays a name', async () => {
    const name = '<img src=x onerror=alert(1)> {{bot}} $t(title)'
    const { page } = await window.open(calm({ pending: [{ ...sun(), name }] }), {
      'person.waiting': () => [{ messageId: 'om_1', at: 1, text: '<script>alert(1)</script>' }],
    })
    await page.getByText(name).first().waitFor()
    await page.getByText('<script>alert(1)</script>').waitFor()
  })

  test('tells what the calls went into, and what rests so that the last ones go into answers', async () => {
    const kinds = { message: 6200, card: 3100, reaction: 300, read: 0 }
    const quota = { ...account().quota, calls: 9600, kinds, saving: true }
    const { page } = await window.open(calm({ accounts: { default: account({ quota }) } }))
    await page.getByText(/Streaming and typing signs rest until 1 \w+, so that the calls that are left go/).waitFor()
    const rows = page.getByRole('list', { name: 'Calls by kind' }).getByRole('listitem')
    expect(await rows.allInnerTexts()).toEqual(['6,200 messages', '3,100 card updates', '300 reactions'])
    await expectNoBarriers(page)
  })

  test('an account in trouble is tried at once, and a refusal is said', async () => {
    const shown = account({ state: 'failed', since, code: 'lark-bad-secret', reason: 'Refused.' })
    let isRefused = true
    const { page, server } = await window.open(calm({ accounts: { default: shown } }), {
      'accounts.retry': () => {
        if (isRefused) throw new AppError('not-found', 'There is no account "default".')
      },
    })
    const why = page.getByRole('link', { name: 'Find out why: Office bot' })
    expect(await why.getAttribute('href')).toBe('#/doctor')
    await page.getByRole('button', { name: 'Try now: Office bot' }).click()
    await page.getByRole('alert').getByText('There is no account "default".').waitFor()
    await expectNoBarriers(page)
    isRefused = false
    await page.getByRole('button', { name: 'Try now: Office bot' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expect(server.calls.filter(({ call }) => call === 'accounts.retry').map(({ input }) => input)).toEqual([
      { account: 'default' },
      { account: 'default' },
    ])
  })

  test('what never got through yet says why in words, not by the name of a call, and can be tried at once', async () => {
    const reason = 'POST /open-apis/auth/v3/tenant_access_token/internal: no answer (ECONNREFUSED).'
    const { page } = await window.open(
      calm({ accounts: { default: account({ state: 'connecting', since, code: 'lark-unreachable', reason }) } }),
    )
    await page.getByText(/No answer \(ECONNREFUSED\)\./).waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('/open-apis')
    await page.getByRole('button', { name: 'Try now: Office bot' }).waitFor()
  })

  test('in practice the first step leads to the pretend Feishu', async () => {
    const { page } = await window.open(
      calm({ recent: [], pending: [], today: { since: 0, counts: {} }, practice: { revision: 0 } }),
    )
    await page.getByRole('link', { name: 'Open the pretend Feishu' }).click()
    await expect.poll(() => page.url()).toContain('#/practice')
  })

  test('reasons and notices are read in the reader’s language', async () => {
    const says = { en: 'The proxy refused.', zh: '代理拒绝连接。' }
    const state = calm({
      accounts: { default: account({ state: 'reconnecting', since, reason: says.en, says }) },
      llm: {
        provider: 'openrouter',
        model: '',
        ready: false,
        reason: 'No key.',
        says: { en: 'No key.', zh: '没有密钥。' },
      },
      notices: [
        {
          id: 'n1',
          level: 'warning',
          code: 'config-invalid',
          message: 'One value was left out.',
          says: { en: 'One value was left out.', zh: '有一项没有采用。' },
          hint: '',
          at: Date.now(),
        },
      ],
    })
    const { page } = await window.open(state, {}, '', { language: 'zh-CN' })
    for (const text of [/代理拒绝连接。/, /没有密钥。/, /有一项没有采用。/])
      await page.getByText(text).first().waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(/refused|No key|left out/)
  })

  test.each(looks)('a bad day has no barriers: $language $theme $width', async look => {
    const quota = { ...account().quota, calls: 9600, kinds: { message: 6200, card: 3100, reaction: 300 }, saving: true }
    const says = { en: 'Feishu refused the App Secret.', zh: '飞书不接受 App Secret。' }
    const state = busy({
      accounts: {
        default: account({ quota }),
        desk: account({
          id: 'desk',
          name: 'Front desk',
          state: 'failed',
          since,
          code: 'lark-bad-secret',
          reason: says.en,
          says,
        }),
      },
    })
    const { page } = await window.open(
      state,
      { ...lists, 'person.waiting': () => [{ messageId: 'om_1', at: 1, text: SUN_WROTE }] },
      '',
      look,
    )
    await page.getByText(SUN_WROTE).waitFor()
    await expectNoBarriers(page)
    await expectNoSideScroll(page)
    await picture(page, `home-bad-${nameOf(look)}`)
    await page.setViewportSize({ width: look.width, height: 1500 })
    await picture(page, `home-bad-long-${nameOf(look)}`)
  })
})
