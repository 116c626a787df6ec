import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectControl } from '../../main/local/control-client.ts'
import { readControlKey } from '../../main/local/control-key.ts'
import { fileSecrets } from '../../main/local/file-secrets.ts'
import { controlPath } from '../../main/local/places.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { until } from '../fakes/chat.ts'
import { startEchoModel } from '../fakes/echo-model.ts'
import { filesWith } from '../fakes/living-app.ts'
import { dropHome, makeHome, perch, spawnPerch, type PerchProcess } from '../fakes/perch.ts'

const APP = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'TheFirstSecret7Qw9Zx2LmNvB4kTy0a' }
const NEXT = 'TheSecondSecret5Rt8Pq1WsXcV6mJh2'
const NAME = 'channels.lark.appSecret'

let sandbox: Sandbox
let model: Awaited<ReturnType<typeof startEchoModel>>
let home: string
let running: PerchProcess

beforeEach(async () => {
  sandbox = await createSandbox({ apps: [APP] })
  model = await startEchoModel({})
  home = makeHome({
    channels: { lark: { dmPolicy: 'open' } },
    llm: { provider: 'openai-compatible', apiBase: model.url, model: 'echo', apiKeyEnv: 'TEST_KEY' },
    logLevel: 'debug',
  })
  running = spawnPerch(home, { TEST_KEY: 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh' }, ['--verbose'])
  await running.line('that it listens', /^ready: /)
})
afterEach(async () => {
  await running.stop('SIGKILL')
  await Promise.all([model.close(), sandbox.close()])
  dropHome(home)
})

test('a secret is nowhere in clear after setup, after it was renewed by command, and after the account was removed', async () => {
  const { world } = sandbox
  const link = await connectControl({ path: controlPath(home), key: await readControlKey(home) })
  await link.call('setup.connect', { ...APP, domain: sandbox.url })
  await running.line('that it is connected', /^\[ws\] ws client ready$/)
  expect(filesWith(home, APP.appSecret)).toEqual([])

  await world.changeApp({ appSecret: NEXT })
  await world.revokeTokens({})
  const before = readFileSync(join(home, 'secrets.enc'), 'utf8')
  const set = await perch(home, ['secret', 'set', NAME], { input: NEXT })
  expect(set).toMatchObject({ code: 0 })
  const ann = await world.createPerson({ name: 'Ann' })
  await until(
    'it reconnects without a restart',
    () => running.lines.filter(line => line === '[ws] ws client ready').length === 2,
    20_000,
  )
  const { messageId } = await world.say({ person: ann.openId, text: 'still you?' })
  await until('it answers with the new one', async () =>
    (await world.replies({ messageId })).some(reply => reply.text.includes('still you?')),
  )
  expect(readFileSync(join(home, 'secrets.enc'), 'utf8')).not.toBe(before)
  expect(filesWith(home, APP.appSecret, NEXT)).toEqual([])

  await link.call('accounts.remove', { account: 'default' })
  const store = fileSecrets({ secretsFile: join(home, 'secrets.enc'), keyFile: join(home, 'secrets.key') })
  expect(await store.list()).toEqual([]) // the file itself was written anew, without it
  expect(await store.get(NAME)).toBeUndefined()
  await until('it disconnects', async () => (await world.connections({})).length === 0)
  link.close()
  await running.stop()
  expect(filesWith(home, APP.appSecret, NEXT)).toEqual([])
  for (const secret of [APP.appSecret, NEXT])
    expect([...running.lines, ...running.errors].join('\n')).not.toContain(secret)
})
