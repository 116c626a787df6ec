import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { screens } from './harness.ts'
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
    expect(await meter.getAttribute('aria-valuetext')).toBe('7,004 of 10,000 Feishu calls this month')
  })

  test('a name that looks like markup stays a name', async () => {
    const name = '<img src=x onerror=alert(1)> {{bot}} $t(title)'
    const { page } = await window.open(calm({ pending: [{ ...sun(), name }] }), {
      'person.waiting': () => [{ messageId: 'om_1', at: 1, text: '<script>alert(1)</script>' }],
    })
    await page.getByText(name).first().waitFor()
    await page.getByText('<script>alert(1)</script>').waitFor()
  })
})
