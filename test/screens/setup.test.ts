import { describe, expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import type { PersonView } from '../../main/contract/state.ts'
import { picture, screens } from './harness.ts'
import { connected, empty, event, guide, HELLO, lacking, me, myMessage, SCAN_URL } from './setup-samples.ts'
import { account, calm, MINUTE, openId, SECOND } from './states.ts'

const window = screens()

describe('the first run', () => {
  test('opens Setup by itself, which stands first in the sidebar; Home stays one press away', async () => {
    const { page } = await window.open(empty())
    await page.getByRole('heading', { name: 'Connect a bot' }).waitFor()
    const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
    expect((await links.allInnerTexts())[0]).toBe('Setup')
    await page.getByRole('link', { name: 'Home' }).click()
    await page.getByText('No account yet').first().waitFor()
  })

  test('with a bot and a model the window opens Home, and Setup stands where it always does', async () => {
    const { page } = await window.open(calm())
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
    expect((await links.allInnerTexts()).slice(-2)).toEqual(['Setup', 'Settings'])
  })

  test('an address that was asked for is kept', async () => {
    const { page } = await window.open(empty(), {}, '#/doctor')
    await page.getByText('Nothing has been checked yet').waitFor()
  })

  test('practice is begun by a command, because it has a home of its own', async () => {
    const { page } = await window.open(empty(), {}, '#/setup/start')
    await page.getByRole('link', { name: 'Practise' }).click()
    await page.getByText('perch practice', { exact: true }).waitFor()
    await page.getByText('npx perch practice', { exact: true }).waitFor()
  })

  test('in practice the way leads straight to the pretend Feishu', async () => {
    const { page } = await window.open(calm({ practice: { revision: 1 } }), {}, '#/setup/start')
    expect(await page.getByRole('link', { name: 'Practise' }).getAttribute('href')).toBe('#/practice')
  })

  test('the text for an administrator can be copied', async () => {
    const { page } = await window.open(empty(), { 'setup.guide': () => guide() }, '#/setup/start')
    await page.getByRole('link', { name: 'My company must approve apps' }).click()
    await page.getByRole('button', { name: 'Copy the text' }).click()
    await page.getByRole('status').getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(guide().adminText.en)
  })
})

describe('scanning', () => {
  const waiting = {
    phase: 'waiting' as const,
    account: 'default',
    url: SCAN_URL,
    expiresAt: Date.now() + 4 * MINUTE,
    brand: 'feishu' as const,
  }

  test('from the start to a connected bot: code, confirmation, owner, then the console', async () => {
    const { page, server } = await window.open(empty(), {
      'setup.scan': ({ account: id, brand }) =>
        server.hub.publish({ type: 'scan-changed', scan: { ...waiting, account: id, brand } }),
      'setup.guide': () => guide(),
    })
    await page.getByRole('button', { name: 'Show the code' }).click()
    await page.getByRole('img', { name: 'QR code for the Feishu app' }).waitFor()
    await page.getByText(/^Valid for another 3 min \d+ s$/).waitFor()
    const link = page.getByRole('link', { name: 'Open on this computer instead' })
    expect(await link.getAttribute('href')).toBe(SCAN_URL)
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(server.calls).toContainEqual({ call: 'setup.scan', input: { account: 'default', brand: 'feishu' } })
    server.hub.publish({ type: 'scan-changed', scan: { phase: 'connecting', account: 'default', brand: 'feishu' } })
    await page.getByText('Confirmed. Connecting the bot').waitFor()
    server.hub.publish({ type: 'account-changed', account: account() })
    server.hub.publish({ type: 'scan-changed', scan: { phase: 'done', account: 'default', brand: 'feishu' } })
    await page.getByRole('heading', { name: 'Office bot is connected to Feishu' }).waitFor()
    await page.getByText('You are its owner').waitFor()
    await page.getByRole('link', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Console check' }).waitFor()
  })

  test('the code is dark on white in both themes', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { page } = await window.open(empty({ scan: waiting }), {}, '#/setup/scan/default', { theme })
      const [ground, ink] = await page
        .getByRole('img', { name: /QR code/ })
        .evaluate(svg => ['rect', 'path'].map(name => getComputedStyle(svg.querySelector(name) as Element).fill))
      expect([ground, ink]).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
    }
  })

  test('another app or a name asks for another code; cancel ends the scan', async () => {
    const { page, server } = await window.open(
      empty({ scan: waiting }),
      { 'setup.scan': () => undefined, 'setup.cancel-scan': () => undefined },
      '#/setup/scan/default',
    )
    await page.getByRole('button', { name: 'Lark' }).click()
    await page.getByRole('textbox', { name: 'Name of the bot' }).fill('前台助手')
    await page.getByRole('button', { name: 'Use this name' }).click()
    await expect
      .poll(() => server.calls.filter(({ call }) => call === 'setup.scan').map(({ input }) => input))
      .toEqual([
        { account: 'default', brand: 'lark' },
        { account: 'default', brand: 'lark', name: '前台助手' },
      ])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('heading', { name: 'Connect a bot' }).waitFor()
    expect(server.calls.at(-1)?.call).toBe('setup.cancel-scan')
  })

  test('a code that ran out fades, and a new one is one press', async () => {
    const { page, server } = await window.open(
      empty({ scan: { ...waiting, expiresAt: Date.now() - SECOND } }),
      { 'setup.scan': () => undefined },
      '#/setup/scan/default',
    )
    await page.getByText('This code has run out').waitFor()
    expect(await page.getByRole('link', { name: 'Open on this computer' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Show a new code' }).click()
    await expect.poll(() => server.calls.some(({ call }) => call === 'setup.scan')).toBe(true)
  })

  test.each([
    { what: 'refused', says: 'You said no on the phone. Nothing was created.', code: 'cancelled' as const },
    { what: 'cut off', says: 'accounts.feishu.cn can’t be reached.', code: 'lark-unreachable' as const },
  ])('a scan that was $what says so and begins again in one press', async ({ says, code }) => {
    const scan = { phase: 'failed' as const, account: 'default', code, says: { en: says, zh: says } }
    const { page, server } = await window.open(empty({ scan }), { 'setup.scan': () => undefined }, '#/setup/scan')
    await page.getByRole('alert').getByText(says).waitFor()
    await page.getByRole('button', { name: 'Show a new code' }).click()
    await expect.poll(() => server.calls.some(({ call }) => call === 'setup.scan')).toBe(true)
  })

  test('for a bot that is there it adds what its app lacks', async () => {
    const { page, server } = await window.open(connected(), { 'setup.scan': () => undefined }, '#/setup/scan/default')
    await page.getByRole('heading', { name: 'Scan to add what is missing' }).waitFor()
    await page.getByRole('button', { name: 'Show the code' }).click()
    await expect
      .poll(() => server.calls.at(-1))
      .toEqual({ call: 'setup.scan', input: { account: 'default', brand: 'feishu', appId: 'cli_a1b2c3d4e5f60718' } })
  })

  test('a reload in the middle comes back to the code', async () => {
    const { page } = await window.open(empty({ scan: waiting }), {}, '#/setup')
    await page.getByRole('img', { name: /QR code/ }).waitFor()
    await page.reload()
    await page.getByRole('img', { name: /QR code/ }).waitFor()
  })
})

describe('the console check', () => {
  const open = { 'setup.guide': () => guide() }

  test('ticks only what was verified, with a link for each step, and the code for the owner', async () => {
    const { page } = await window.open(connected(), open, '#/setup/console/default')
    const steps = page.getByRole('main').getByRole('listitem')
    await page.getByText('Events by long connection').waitFor()
    await page.getByText('PERCH-7KQX').waitFor()
    await page.getByText('3 of 6 verified').waitFor()
    const link = page.getByRole('link', { name: 'Open: Publish a version, in the console' })
    expect(await link.getAttribute('href')).toBe('https://open.feishu.cn/app/cli_a1b2c3d4e5f60718/version')
    expect(await link.getAttribute('rel')).toBe('noreferrer')
    const ticked = steps.filter({ has: page.getByRole('img', { name: 'verified' }) })
    expect(await ticked.count()).toBe(3)
    await page.getByRole('img', { name: 'can’t be known from here' }).waitFor()
  })

  test('missing permissions have one link, a scan that adds them, and a way on without them', async () => {
    let read = 0
    const { page } = await window.open(
      connected(),
      { 'setup.guide': () => (++read > 1 ? guide() : lacking()) },
      '#/setup/console/default',
    )
    const alert = page.getByRole('alert')
    await alert.getByText('2 permissions are missing').waitFor()
    await alert.getByText('cardkit:card:write').waitFor()
    expect(await alert.getByRole('link', { name: 'Add in the console' }).getAttribute('href')).toBe(lacking().grantLink)
    await alert.getByRole('button', { name: 'Add by scanning' }).waitFor()
    await page.getByRole('link', { name: 'Continue without them' }).waitFor()
    await alert.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('2 permissions are missing').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Continue', exact: true }).waitFor()
  })

  test('adding by a scan begins one for this app, also where an earlier scan is done', async () => {
    const asked: unknown[] = []
    const { page } = await window.open(
      { ...connected(), scan: { phase: 'done', account: 'default', brand: 'feishu' } },
      { 'setup.guide': lacking, 'setup.scan': input => void asked.push(input) },
      '#/setup/console/default',
    )
    await page.getByRole('button', { name: 'Add by scanning' }).click()
    await page.waitForURL(/#\/setup\/scan\/default$/)
    expect(asked).toEqual([{ account: 'default', appId: lacking().appId, brand: 'feishu' }])
  })

  test('coming back to the check asks again, so that no old tick stays', async () => {
    let read = 0
    const { page } = await window.open(
      connected(),
      { 'setup.guide': () => (++read > 1 ? lacking() : guide()) },
      '#/setup/connect/default',
    )
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Console check' }).click()
    await page.getByText('2 permissions are missing').waitFor()
  })

  test('a code that ran out is replaced', async () => {
    const old = { code: 'PERCH-OLD1', expiresAt: Date.now() - SECOND }
    const { page } = await window.open(
      connected(),
      {
        'setup.guide': () => guide({ ownerCode: old }),
        'setup.owner-code': () => ({ code: 'PERCH-NEW2', expiresAt: Date.now() + MINUTE }),
      },
      '#/setup/console/default',
    )
    await page.getByText('This code has run out.').waitFor()
    expect(await page.getByText('PERCH-OLD1').count()).toBe(0)
    await page.getByRole('button', { name: 'New code' }).click()
    await page.getByText('PERCH-NEW2').waitFor()
  })

  test('a platform that does not answer says so and can be asked again', async () => {
    const { page } = await window.open(
      connected(),
      { 'setup.guide': () => Promise.reject(new AppError('lark-unreachable', 'open.feishu.cn did not answer.')) },
      '#/setup/console/default',
    )
    await page.getByRole('alert').getByText('open.feishu.cn did not answer.').waitFor()
    await page.getByRole('button', { name: 'Check again' }).first().waitFor()
  })
})

describe('the connection', () => {
  test('a refused secret leads to pasting it again', async () => {
    const shown = account({ state: 'failed', code: 'lark-bad-secret', reason: 'Feishu refused the App Secret.' })
    const { page } = await window.open(connected({ accounts: { default: shown } }), {}, '#/setup')
    await page.getByRole('heading', { name: 'Office bot can’t connect' }).waitFor()
    await page.getByRole('link', { name: 'Paste the secret again' }).click()
    await page.getByRole('heading', { name: 'Paste the secret again' }).waitFor()
  })

  test('the wrong platform is changed by one press', async () => {
    const shown = account({ state: 'failed', code: 'lark-wrong-domain', reason: '1000040351' })
    const { page, server } = await window.open(
      connected({ accounts: { default: shown } }),
      {
        'config.set': () => undefined,
        'secret.list': () => [],
        'accounts.retry': () =>
          server.hub.publish({ type: 'account-changed', account: account({ domain: 'lark', state: 'connecting' }) }),
      },
      '#/setup/connect/default',
    )
    await page.getByText('This App ID belongs to Lark, but Feishu was asked. Nothing is lost.').waitFor()
    await page.getByRole('button', { name: 'Switch to Lark' }).click()
    await page.getByRole('heading', { name: 'Connecting Office bot' }).waitFor()
    expect(server.calls).toContainEqual({ call: 'config.set', input: { path: 'channels.lark.domain', value: 'lark' } })
    expect(server.calls.some(({ call }) => call === 'secret.confirm-host')).toBe(false)
  })
})

describe('saying hello', () => {
  const ready = { provider: 'openrouter', model: 'z-ai/glm-5', ready: true }
  const answers = {
    'setup.guide': () => guide(),
    'people.list': () => [],
    'event.read': () => event(),
  }

  test('live, from nothing to the answer: the first person becomes the owner by one press', async () => {
    const { page, server } = await window.open(
      connected({ llm: ready }),
      {
        ...answers,
        'people.list': () =>
          server.calls.some(({ call }) => call === 'people.allow') ? [{ ...me, standing: 'allowed' }] : [],
        'people.allow': ({ id }) => {
          server.hub.publish({ type: 'person-changed', person: { ...me, standing: 'allowed' } })
          server.hub.publish({ type: 'event-fated', entry: myMessage('running'), midnight: 0 })
          return { allowed: id, account: 'default' }
        },
        'config.get': () => [],
        'config.set': () => undefined,
      },
      '#/setup/hello/default',
    )
    await page.getByText('Write to Office bot in Feishu').waitFor()
    expect(await page.getByRole('link', { name: 'Open the bot in Feishu' }).getAttribute('href')).toMatch(
      /^https:\/\/applink\.feishu\.cn\//,
    )
    server.hub.publish({ type: 'event-fated', entry: myMessage('pending-pairing'), midnight: 0 })
    server.hub.publish({ type: 'person-changed', person: me })
    await page.getByText(HELLO).waitFor()
    await page.getByText('Is this you?').waitFor()
    await page.getByRole('button', { name: /Copy Open ID/ }).waitFor()
    await picture(page, 'setup-hello-asks')
    await page.getByRole('button', { name: 'Yes, make me the owner' }).click()
    await page
      .getByText('under way')
      .or(page.getByRole('img', { name: 'under way' }))
      .first()
      .waitFor()
    await expect
      .poll(() => server.calls)
      .toContainEqual({ call: 'config.set', input: { path: 'channels.lark.ownerIds', value: [me.openId] } })
    server.hub.publish({ type: 'event-fated', entry: myMessage('answered'), midnight: 0 })
    await page.getByRole('heading', { name: 'It works' }).waitFor()
    await page.getByRole('link', { name: 'Go to Home' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })

  test('where there is an owner it only asks whether the person may write', async () => {
    const { page, server } = await window.open(
      connected({ llm: ready, pending: [me], recent: [myMessage('pending-pairing')] }),
      {
        ...answers,
        'setup.guide': () => guide({ hasOwner: true }),
        'people.allow': ({ id }) => ({ allowed: id, account: 'default' }),
      },
      '#/setup/hello/default',
    )
    await page.getByText('May 陈晓雯 write?').waitFor()
    await page.getByRole('button', { name: 'Allow', exact: true }).click()
    await expect
      .poll(() => server.calls)
      .toContainEqual({ call: 'people.allow', input: { id: me.openId, account: 'default' } })
    expect(server.calls.some(({ call }) => call === 'config.set')).toBe(false)
  })

  test('nobody is asked about a person while it is read who they are', async () => {
    const list = Promise.withResolvers<readonly PersonView[]>()
    const { page } = await window.open(
      connected({ llm: ready, recent: [myMessage('not-allowed')] }),
      { ...answers, 'setup.guide': () => guide({ hasOwner: true }), 'people.list': () => list.promise },
      '#/setup/hello/default',
    )
    await page.getByText('Reading who wrote').waitFor()
    expect(await page.getByText(/May .* write\?/).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Allow', exact: true }).count()).toBe(0)
    await picture(page, 'setup-hello-reading')
    list.resolve([{ ...me, standing: 'denied' }])
    await page.getByText('陈晓雯 is denied').waitFor()
  })

  test('once somebody was answered, whoever waits is no question of the way here', async () => {
    const other = { ...me, openId: openId(8), name: '王磊' }
    const waiting = { ...myMessage('pending-pairing'), senderId: other.openId, messageId: 'om_other', eventId: 'ev_o' }
    const { page } = await window.open(
      connected({ llm: ready, pending: [other], recent: [myMessage('answered'), waiting] }),
      { ...answers, 'people.list': () => [{ ...me, standing: 'allowed' }, other] },
      '#/setup/hello/default',
    )
    await page.getByRole('heading', { name: 'It works' }).waitFor()
    await page.getByText('陈晓雯 may write').waitFor()
    expect(await page.getByText('王磊').count()).toBe(0)
  })

  test('allowed but not made the owner says exactly that', async () => {
    const { page } = await window.open(
      connected({ llm: ready, pending: [me], recent: [myMessage('pending-pairing')] }),
      {
        ...answers,
        'people.allow': ({ id }) => ({ allowed: id, account: 'default' }),
        'config.get': () => [],
        'config.set': () => Promise.reject(new AppError('config-broken', 'config.json line 3 is broken.')),
      },
      '#/setup/hello/default',
    )
    await page.getByRole('button', { name: 'Yes, make me the owner' }).click()
    await page.getByRole('alert').getByText('陈晓雯 is allowed, but not the owner yet').waitFor()
  })

  test('an answer that failed says why and leads to the log', async () => {
    const { page } = await window.open(
      connected({ llm: ready, recent: [myMessage('failed', 'The model refused the key.')] }),
      { ...answers, 'people.list': () => [{ ...me, standing: 'owner' }] },
      '#/setup/hello/default',
    )
    await page.getByText('The model refused the key.').waitFor()
    expect(await page.getByRole('link', { name: 'See why in the log' }).getAttribute('href')).toBe('#/log/om_hello')
  })

  test('after it once worked, Setup opens on "It works" and offers another bot', async () => {
    const { page } = await window.open(
      calm(),
      { 'setup.guide': () => guide({ steps: [], hasOwner: true }), 'people.list': () => [] },
      '#/setup',
    )
    await page.getByRole('heading', { name: 'It works' }).waitFor()
    await page.getByRole('link', { name: 'Connect another bot' }).click()
    await page.getByRole('heading', { name: 'Connect a bot' }).waitFor()
  })
})
