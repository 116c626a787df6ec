import { chmodSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { startJourney, APP, MODEL_KEY, type Journey } from '../fakes/journey.ts'
import { ModelServer, refuses } from '../fakes/model-server.ts'
import { perch } from '../fakes/perch.ts'
import { until } from '../fakes/chat.ts'

let journey: Journey
afterEach(() => journey.stop())

type Row = { id: string; account?: string; ok: boolean | null; detail: string; fix: string; link?: string }
const secrets = { TEST_SECRET: APP.appSecret, TEST_KEY: MODEL_KEY }
const server = { port: 0 }

/** What `perch doctor` says. The build is left out: the tree may be edited while the tests run. */
async function doctor(env: Record<string, string> = secrets, args: readonly string[] = []) {
  const result = await perch(journey.home, ['doctor', '--json', ...args], { env })
  const rows = (JSON.parse(result.stdout) as Row[]).filter(({ id }) => id !== 'build')
  const failed = rows.filter(row => row.ok === false).map(({ id }) => id)
  const row = (id: string): Row => {
    const found = rows.find(known => known.id === id)
    if (!found) throw new Error(`no check ${id}`)
    return found
  }
  return { ...result, rows, failed, row }
}

/** What people read. */
const report = async (args: readonly string[] = [], env = secrets) =>
  (await perch(journey.home, ['doctor', ...args], { env })).stdout

describe('a healthy Perch', () => {
  test('nothing failed, what is unknown says how to find out, and no secret is shown', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    const { messageId } = await journey.world.say({ person: ann.openId, text: 'hello' })
    await journey.answers(messageId)
    const { rows, failed, stdout } = await doctor()
    expect(failed).toEqual([])
    const unknown = rows.filter(row => row.ok === null)
    expect(unknown.map(({ id }) => id)).toEqual(['card-callback', 'others'])
    for (const { fix } of unknown) expect(fix).toMatch(/\S/)
    expect(stdout).not.toContain(APP.appSecret)
    expect(stdout).not.toContain(MODEL_KEY)
    for (const line of (await report()).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('without a running Perch the same checks run, and the report says what could not be looked at', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    const { failed, row, code } = await doctor()
    expect(failed).toEqual([])
    expect(code).toBe(0)
    expect(row('service').ok).toBe(null)
    expect(row('connection').ok).toBe(null)
    expect(row('token').ok).toBe(true)
    expect(row('arrival')).toMatchObject({ ok: null, fix: expect.stringContaining('Send "hello"') })
  })

  test('asks nothing until somebody runs it', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.start()
    const asked = async () =>
      (await journey.world.calls()).filter(({ route }) => route.includes('/application/v6/')).length
    expect(await asked()).toBe(0)
    await doctor()
    expect(await asked()).toBe(2)
  })
})

describe('credentials', () => {
  test('a wrong secret is named by the token check alone', async () => {
    journey = await startJourney({ config: { server } })
    const { failed, row, code } = await doctor({ ...secrets, TEST_SECRET: 'wrong' })
    expect(failed).toContain('token')
    expect(code).toBe(1)
    expect(row('bot')).toMatchObject({ ok: null, detail: expect.stringContaining('Not tried') })
    expect(row('brand').ok).not.toBe(false)
    expect(await report([], { ...secrets, TEST_SECRET: 'wrong' })).toContain('10014')
  })

  test('a variable that is not in the process, and a secret file that others can read', async () => {
    journey = await startJourney({ config: { server } })
    const missing = await doctor({ TEST_KEY: MODEL_KEY })
    expect(missing.row('secret-sources')).toMatchObject({ ok: false, detail: expect.stringContaining('TEST_SECRET') })
    expect(missing.row('secret').ok).toBe(false)
    expect(missing.row('token').detail).toContain('Not tried')

    const file = join(journey.home, 'secret.txt')
    writeFileSync(file, APP.appSecret, { mode: 0o644 })
    chmodSync(file, 0o644)
    await perch(journey.home, ['config', 'unset', 'channels.lark.appSecretEnv'])
    await perch(journey.home, ['config', 'set', 'channels.lark.appSecretFile', file])
    const open = await doctor()
    expect(open.row('secret-sources')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('644'),
      fix: expect.stringContaining('chmod 600'),
    })
  })

  test('an app of the other brand', async () => {
    journey = await startJourney({ config: { server } })
    await journey.world.failEndpoint({
      fault: { kind: 'code', code: 1000040351, message: 'incorrect domain name' },
      times: 5,
    })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['brand'])
    expect(row('brand').detail).toContain('another domain')
    expect(row('token').detail).toContain('Not tried')
  })

  test('no App ID at all', async () => {
    journey = await startJourney({ lark: { appId: '' }, config: { server } })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['accounts'])
    expect(row('accounts').detail).toContain('App ID not configured')
  })
})

describe('the console', () => {
  test('each missing permission is named, with what breaks, and one link asks for all of them', async () => {
    journey = await startJourney({ lark: { consoleUrl: 'https://console.test' }, config: { server } })
    await journey.world.revokeScopes({ scopes: ['im:message.p2p_msg:readonly', 'cardkit:card:write'] })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['scope-im-message-p2p-msg-readonly', 'scope-cardkit-card-write'])
    const { link, detail } = row('scope-cardkit-card-write')
    expect(detail).toContain('only when they are complete')
    expect(link).toBe(row('scope-im-message-p2p-msg-readonly').link)
    expect(link).toContain(`${APP.appId}/auth?q=im:message.p2p_msg:readonly,cardkit:card:write`)
  })

  test('an app without a bot; a bot that was switched off', async () => {
    journey = await startJourney({ config: { server } })
    await journey.world.changeApp({ botEnabled: false })
    expect((await doctor()).failed).toEqual(['bot'])
    await journey.world.changeApp({ botEnabled: true, told: { bot: { activate_status: 1 } } })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['bot'])
    expect(row('bot').detail).toContain('switched it off')
  })

  test('never published; events by webhook; no message event; callback missing', async () => {
    journey = await startJourney({ config: { server } })
    const application = {
      online_version_id: '',
      event: { subscription_type: 'webhook', subscribed_events: ['im.message.receive_v1'] },
      callback_info: { callback_type: 'websocket', subscribed_callbacks: ['url.preview.get'] },
    }
    await journey.world.changeApp({ told: { application } })
    expect((await doctor()).failed).toEqual(['published', 'subscription', 'card-callback'])
    const event = { subscription_type: 'websocket', subscribed_events: ['im.chat.updated_v1'] }
    await journey.world.changeApp({ told: { application: { event } } })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['subscription'])
    expect(row('subscription').detail).toContain('im.message.receive_v1')
  })

  test('codes that may mean several things are shown as they came, and never told as certain', async () => {
    journey = await startJourney({ config: { server } })
    await journey.world.failRoute({
      route: '/open-apis/bot/v3/info',
      code: 99991668,
      message: 'Invalid access token',
      times: 9,
    })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['bot'])
    expect(row('bot').detail).toContain('does not tell')
    expect(await report()).toMatch(/99991668[^]*log id/)
  })

  test('the endpoint refuses: too many connections, and a code with several meanings', async () => {
    journey = await startJourney({ config: { server } })
    await journey.world.failEndpoint({ fault: { kind: 'code', code: 1000040350 }, times: 1 })
    const many = await doctor()
    expect(many.failed).toEqual(['endpoint'])
    expect(many.row('endpoint').detail).toContain('50')
    await journey.world.failEndpoint({ fault: { kind: 'code', code: 1000040345, message: 'system busy' }, times: 1 })
    const busy = await doctor()
    expect(busy.failed).toEqual(['endpoint'])
    expect(busy.row('endpoint').detail).toContain('1000040345')
  })
})

describe('messages', () => {
  test('connected, and nothing ever arrived: not called healthy, but a test to do', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'pairing' }, config: { server } })
    await journey.start()
    const { failed, row } = await doctor()
    expect(failed).toEqual([])
    expect(row('connection').ok).toBe(true)
    expect(row('arrival')).toMatchObject({ ok: null, detail: expect.stringContaining('no event has ever arrived') })
    expect(row('access')).toMatchObject({ ok: null, fix: expect.stringContaining('Open ID') })
  })

  test('somebody waits to be let in', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'pairing' }, config: { server } })
    await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    const { messageId } = await journey.world.say({ person: ann.openId, text: 'hello' })
    await journey.answers(messageId)
    const { failed, row } = await doctor()
    expect(failed).toEqual(['access'])
    expect(row('access').detail).toContain('1 person waits')
    expect(row('last-message').detail).toContain('pending-pairing')
  })

  test('a reply that could not be sent, with its code', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    await journey.world.failRoute({
      route: 'POST /open-apis/im/v1/messages',
      code: 230053,
      message: 'The user has stopped the bot from sending messages.',
      times: 50,
    })
    await journey.world.say({ person: ann.openId, text: 'hello' })
    const found = await until(
      'the reply has failed',
      async () => {
        const said = await doctor()
        return said.failed.includes('replies') ? said : undefined
      },
      40_000,
    )
    expect(found.row('replies').detail).toContain('230053')
  })

  test('another program on the same bot: told as evidence, from both sides of the history', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    const { messageId } = await journey.world.say({ person: ann.openId, text: 'hello' })
    await journey.answers(messageId)
    const quiet = await doctor()
    expect(quiet.row('others')).toMatchObject({ ok: null, detail: expect.stringContaining('Nothing points') })
    await replyElsewhere(journey.sandbox.url, messageId)
    await journey.world.say({ person: ann.openId, text: 'this one went elsewhere', deliver: false })
    await sleep(11_000) // younger messages may be on their way still
    const { failed, row } = await doctor()
    expect(failed).toEqual(['others', 'arrival'])
    expect(row('others').detail).toMatch(
      /1 messages of this bot that this Perch did not send\. 1 messages that people wrote .* never arrived/,
    )
    expect(row('others').detail).toContain('not certainty')
  })

  test('the owner asks in the chat and reads what failed; somebody else is refused', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    const [ann, bob] = [
      await journey.world.createPerson({ name: 'Ann' }),
      await journey.world.createPerson({ name: 'Bob' }),
    ]
    await perch(journey.home, ['config', 'set', 'channels.lark.ownerIds', JSON.stringify([ann.openId])])
    await journey.start()
    await journey.world.revokeScopes({ scopes: ['cardkit:card:write'] })
    const asked = await journey.world.say({ person: ann.openId, text: '/doctor' })
    const [answer] = await journey.answers(asked.messageId)
    expect(answer?.text).toContain('cardkit:card:write')
    const other = await journey.world.say({ person: bob.openId, text: '/doctor' })
    const [refusal] = await journey.answers(other.messageId)
    expect(refusal?.text).toContain('Only an owner')
  })
})

/** What a second program with the same credentials does. */
async function replyElsewhere(platform: string, messageId: string): Promise<void> {
  const post = async (path: string, body: unknown, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await fetch(platform + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await answer.json()) as { code: number; tenant_access_token?: string } // the practice platform wrote it
  }
  const { tenant_access_token: token } = await post('/open-apis/auth/v3/tenant_access_token/internal', {
    app_id: APP.appId,
    app_secret: APP.appSecret,
  })
  const reply = { msg_type: 'text', content: JSON.stringify({ text: 'from elsewhere' }) }
  expect(await post(`/open-apis/im/v1/messages/${messageId}/reply`, reply, token)).toMatchObject({ code: 0 })
}

describe('this computer', () => {
  test('a port that another program has', async () => {
    const { port, release } = await takenPort(true)
    journey = await startJourney({ config: { server: { port } } })
    const { failed, row } = await doctor()
    release()
    expect(failed).toEqual(['port'])
    expect(row('port').detail).toContain(String(port))
  })

  test('an unknown key, a config.json that others can read, a workspace that is gone', async () => {
    journey = await startJourney({
      config: { server, nonsense: 1, agents: { list: [{ id: 'main', workspace: '/no/such/folder' }] } },
    })
    chmodSync(join(journey.home, 'config.json'), 0o644)
    const { failed, row } = await doctor()
    expect(failed).toEqual(['config', 'config-mode', 'workspace'])
    expect(row('config').detail).toContain('nonsense')
  })

  test('a home that can not be had at all is one finding, not a crash', async () => {
    journey = await startJourney({ config: { server } })
    const { code, stdout } = await perch(join(journey.home, 'config.json', 'inside'), ['doctor', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'home', ok: false, detail: expect.stringContaining('ENOTDIR') }])
  })

  test.skipIf(process.getuid?.() === 0)('a folder that can not be written any more', async () => {
    journey = await startJourney({ config: { server } })
    await doctor()
    chmodSync(journey.home, 0o500)
    const { stdout } = await perch(journey.home, ['doctor', '--json'], { env: secrets })
    chmodSync(journey.home, 0o700)
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'home', ok: false }])
  })

  test('a damaged database', async () => {
    journey = await startJourney({ config: { server } })
    writeFileSync(join(journey.home, 'perch.db'), 'this is no database at all')
    const { failed, row } = await doctor()
    expect(failed).toEqual(['database'])
    expect(row('database').detail).toContain('damaged')
  })

  test('a secret store that can not be opened', async () => {
    journey = await startJourney({ config: { server } })
    writeFileSync(join(journey.home, 'secrets.enc'), 'garbage', { mode: 0o600 })
    expect((await doctor()).failed).toContain('secret-store')
  })
})

describe('the model', () => {
  test('no key', async () => {
    journey = await startJourney({ config: { server } })
    const { failed, row } = await doctor({ TEST_SECRET: APP.appSecret })
    expect(failed).toEqual(['secret-sources', 'model-ready'])
    expect(row('model-answers').detail).toContain('Not tried')
  })

  test.each([
    { status: 401, message: 'Incorrect API key provided', says: /refused/ },
    { status: 402, message: 'Insufficient credits', says: /credit/ },
    { status: 404, message: 'The model `echo` does not exist', says: /model/ },
  ])('a provider that answers $status', async ({ status, message, says }) => {
    await using provider = await ModelServer.start(refuses(status, message))
    const llm = { provider: 'openai-compatible', apiBase: provider.url, model: 'echo', apiKeyEnv: 'TEST_KEY' }
    journey = await startJourney({ config: { server, llm } })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['model-answers'])
    expect(row('model-answers').detail).toMatch(says)
    expect(row('model-answers').fix).toMatch(/\S/)
  })

  test('a provider that is not there', async () => {
    const { port } = await takenPort()
    journey = await startJourney({
      config: { server, llm: { provider: 'ollama', apiBase: `http://127.0.0.1:${port}/v1`, model: 'x' } },
    })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['model-answers'])
    expect(row('model-answers').detail).toMatch(/reach/)
  })
})

/** A port that was free a moment ago; `hold` keeps it taken. */
async function takenPort(hold = false): Promise<{ port: number; release: () => void }> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP, so it has a port
  if (!hold) await new Promise(resolve => server.close(resolve))
  return { port, release: () => void server.close() }
}
