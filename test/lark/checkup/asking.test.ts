import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../../main/base/logger.ts'
import { createNetwork, type Network } from '../../../main/base/network.ts'
import { createAsking, type Asking, type AskingOptions } from '../../../main/lark/checkup/asking.ts'
import { judgeBrand } from '../../../main/lark/checkup/credentials.ts'
import { createSandbox, type Sandbox } from '../../../main/sandbox/sandbox.ts'

const app = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'S3cretOfTheApp_7Qw9Zx2LmNvB4kTy' }
const never = new AbortController().signal

let here: Sandbox | undefined
let network: Network
let asking: Asking | undefined
let counted: string[]
beforeEach(async () => {
  counted = []
  network = createNetwork({ proxy: () => 'none', env: {} })
  here = await createSandbox({ apps: [app] })
})
afterEach(async () => {
  asking?.close()
  await Promise.all([here?.close(), network.close()])
})

const urlOf = (sandbox: Sandbox | undefined): string => sandbox?.url ?? ''

function ask(more: Partial<AskingOptions> = {}): Asking {
  asking = createAsking({
    account: 'default',
    ...app,
    baseUrl: urlOf(here),
    network,
    countCall: kind => counted.push(kind),
    log: silentLogger,
    now: Date.now,
    ...more,
  })
  return asking
}

describe('what the doctor asks the platform', () => {
  test('each question once, however many ask; tokens and addresses are not counted', async () => {
    const questions = ask()
    await Promise.all([questions.token(never), questions.token(never), questions.endpoint(never), questions.bot(never)])
    await Promise.all([
      questions.bot(never),
      questions.scopes(never),
      questions.scopes(never),
      questions.application(never),
    ])
    expect(counted).toEqual(['read', 'read', 'read'])
    const asked = (await here?.world.calls())?.map(({ route }) => route) ?? []
    expect(asked.filter(route => route.includes('callback/ws/endpoint')).length).toBe(1)
  })

  test('a refusal is an answer', async () => {
    const said = await ask({ appSecret: 'wrong' }).token(never)
    expect(said).toMatchObject({ error: { code: 'lark-bad-secret' } })
    expect('error' in said && said.error.message).toContain('10014')
  })

  test('a wait that is aborted rejects, and the question goes on for the others', async () => {
    const questions = ask()
    const leaving = new AbortController()
    const left = questions.bot(leaving.signal)
    const stays = questions.bot(never)
    leaving.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    expect(await stays).toMatchObject({ value: { activate_status: 2 } })
  })

  test('an app of the other brand is recognised by what the endpoint says; no other host is asked', async () => {
    await here?.world.failEndpoint({ fault: { kind: 'code', code: 1_000_040_351 }, times: 1 })
    const endpoint = await ask().endpoint(never)
    const found = judgeBrand({ endpoint, hereName: 'feishu', otherName: 'lark' })
    expect(found).toMatchObject({ verdict: 'failed', action: 'switch-brand', fix: { en: 'Set "domain" to "lark".' } })
  })

  test('wrong credentials are no matter of the brand', async () => {
    const endpoint = await ask({ appSecret: 'wrong' }).endpoint(never)
    expect(judgeBrand({ endpoint, hereName: 'feishu', otherName: 'lark' }).verdict).toBe('unknown')
  })
})
