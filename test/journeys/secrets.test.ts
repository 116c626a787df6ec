import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { APP, MODEL_KEY, startJourney, type Journey } from '../fakes/journey.ts'
import { perch, type PerchProcess } from '../fakes/perch.ts'

let journey: Journey
afterEach(() => journey.stop())

const secrets = [APP.appSecret, MODEL_KEY]
const forms = secrets.flatMap(secret => [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)])

/** Every file of the home that holds a secret in any spelling; the encrypted store may not either. */
function leaks(home: string): string[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return files
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => forms.some(form => readFileSync(path).includes(form)))
}

/** A whole life: start, an answer, a failed call, a crash. Gives everything that was printed. */
async function live(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { world, home } = journey
  const process: PerchProcess = await journey.start(args, env)
  const ann = await world.createPerson({ name: 'Ann' })
  const first = await world.say({ person: ann.openId, text: 'hi' })
  await journey.answers(first.messageId)
  await world.failRoute({ route: 'tenant_access_token', status: 500, body: '{}' })
  await world.revokeTokens({})
  const second = await world.say({ person: ann.openId, text: 'again' })
  await journey.answers(second.messageId)
  const list = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  const status = await perch(home, ['status', '--json', '--probe'])
  const config = await perch(home, ['config', 'get', '--json'])
  await process.stop('SIGKILL')
  return [list, ...process.lines, ...process.errors, status.stdout, status.stderr, config.stdout].join('\n')
}

const isMine = (path: string): boolean => (statSync(path).mode & 0o077) === 0

describe('App Secret and model key appear nowhere, however they are given', () => {
  test('by environment, at debug level', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { logLevel: 'debug' } })
    const printed = await live(['--verbose'], {})
    expect(journey.model.keys).toContain(`Bearer ${MODEL_KEY}`)
    for (const form of forms) expect(printed.includes(form)).toBe(false)
    expect(leaks(journey.home)).toEqual([])
  })

  test('in plain text in config.json: moved into the store, comments kept', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { logLevel: 'debug' } })
    const path = join(journey.home, 'config.json')
    const config = JSON.parse(readFileSync(path, 'utf8'))
    delete config.channels.lark.appSecretEnv
    delete config.llm.apiKeyEnv
    config.channels.lark.appSecret = APP.appSecret
    config.llm.apiKey = MODEL_KEY
    writeFileSync(path, `// my settings\n${JSON.stringify(config, null, 2)}`)
    const printed = await live(['--verbose'], {})
    for (const form of forms) expect(printed.includes(form)).toBe(false)
    expect(leaks(journey.home)).toEqual([])
    expect(readFileSync(path, 'utf8')).toContain('// my settings')
    expect(JSON.parse((await perch(journey.home, ['secret', 'list', '--json'])).stdout)).toMatchObject([
      { name: 'channels.lark.appSecret', host: new URL(config.channels.lark.domain).host },
      { name: 'llm.apiKey' },
    ])
    await journey.start() // the store alone is enough
  })

  test('by file and by standard input', async () => {
    journey = await startJourney({
      lark: { dmPolicy: 'open', appSecretEnv: '', appSecretFile: 'app.secret' },
      config: { logLevel: 'debug' },
    })
    const { home } = journey
    writeFileSync(join(home, 'app.secret'), `${APP.appSecret}\n`, { mode: 0o600 })
    await perch(home, ['config', 'unset', 'llm.apiKeyEnv'])
    expect(await perch(home, ['secret', 'set', 'llm.apiKey'], { input: `${MODEL_KEY}\n` })).toMatchObject({
      code: 0,
      stdout: '',
    })
    const printed = await live(['--verbose'], {})
    for (const form of forms) expect(printed.includes(form)).toBe(false)
    expect(leaks(home)).toEqual([join(home, 'app.secret')])
    for (const name of ['secrets.enc', 'secrets.key', 'config.json', 'perch.db', 'control.key'])
      expect(isMine(join(home, name))).toBe(true)
    chmodSync(join(home, 'app.secret'), 0o644)
    const process = journey.spawn()
    expect(await process.line('why it failed', /failed: /)).toMatch(/chmod 600/)
  })

  test('set while it runs: a missing secret is named, and the account connects as soon as it comes', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open', appSecretEnv: '' } })
    const process = journey.spawn()
    expect(await process.line('what is missing', /failed: /)).toMatch(/App Secret/)
    await perch(journey.home, ['secret', 'set', 'channels.lark.appSecret'], { input: APP.appSecret })
    await process.line('that it is ready', /ws client ready/)
  })

  test('a missing model key is told to the sender in a sentence, and on the status', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    await perch(journey.home, ['config', 'set', 'llm.apiKeyEnv', 'NOT_SET_ANYWHERE'])
    await journey.start()
    const ann = await journey.world.createPerson({ name: 'Ann' })
    const said = await journey.world.say({ person: ann.openId, text: 'hi' })
    expect(await journey.answers(said.messageId)).toMatchObject([
      { text: expect.stringContaining('No API key found for openai-compatible') },
    ])
    await until('the status says so', async () => {
      const { llm } = JSON.parse((await perch(journey.home, ['status', '--json'])).stdout)
      return llm.ready === false && llm.reason.includes('No API key found')
    })
  })

  test('a platform that quotes the secret in its refusal', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' } })
    const process = await journey.start()
    const message = `refused for ${APP.appSecret}`
    await journey.world.failEndpoint({ fault: { kind: 'code', code: 1_000_040_350, message }, times: 3 })
    await journey.world.cutConnections({})
    const line = await process.line('why it failed', /failed: .*refused for/)
    const { stdout } = await perch(journey.home, ['status', '--json'])
    expect(stdout).toContain('refused for')
    for (const form of forms) expect((line + stdout).includes(form)).toBe(false)
    expect(leaks(journey.home)).toEqual([])
  })
})
