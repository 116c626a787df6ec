import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'
import { until } from './chat.ts'
import { startEchoModel, type EchoOptions } from './echo-model.ts'
import { dropHome, makeHome, spawnPerch, type PerchProcess } from './perch.ts'

export const APP = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'S3cretOfTheApp_7Qw9Zx2LmNvB4kTy', name: 'Lark' }
export const MODEL_KEY = 'sk-K3yOfTheModel_5Rt8Pq1WsXcV6mJh'

type Options = {
  /** Merged into `channels.lark`. */
  lark?: Record<string, unknown>
  model?: EchoOptions
  config?: Record<string, unknown>
  sandbox?: Parameters<typeof createSandbox>[0]
}

export type Journey = Awaited<ReturnType<typeof startJourney>>

/** A practice Feishu, a model, and a home for Perch; `start` runs `perch serve` against them as a process of its own. */
export async function startJourney({ lark = {}, model: echo = {}, config = {}, sandbox: more = {} }: Options = {}) {
  const sandbox: Sandbox = await createSandbox({ apps: [APP], ...more })
  const model = await startEchoModel(echo)
  const home = makeHome({
    channels: { lark: { appId: APP.appId, appSecretEnv: 'TEST_SECRET', domain: sandbox.url, ...lark } },
    llm: { provider: 'openai-compatible', apiBase: model.url, model: 'echo', apiKeyEnv: 'TEST_KEY' },
    ...config,
  })
  const started: PerchProcess[] = []
  const { world } = sandbox
  return {
    sandbox,
    world,
    model,
    home,
    async start(args: readonly string[] = [], env: Record<string, string> = {}): Promise<PerchProcess> {
      const perch = spawnPerch(home, { TEST_SECRET: APP.appSecret, TEST_KEY: MODEL_KEY, ...env }, args)
      started.push(perch)
      await perch.line('that it is ready', /^\[ws\] ws client ready$/)
      return perch
    },
    spawn(args: readonly string[] = [], env: Record<string, string> = {}): PerchProcess {
      const perch = spawnPerch(home, { TEST_SECRET: APP.appSecret, TEST_KEY: MODEL_KEY, ...env }, args)
      started.push(perch)
      return perch
    },
    /** The bot's answers to a message, waited for until they stand. */
    answers: (messageId: string, count = 1, within = 20_000) =>
      until(
        `message ${messageId} has ${count} finished answers`,
        async () => {
          const replies = await world.replies({ messageId })
          const isFinished =
            replies.length >= count && replies.every(reply => !reply.card?.streaming && reply.text !== '')
          return isFinished ? replies : undefined
        },
        within,
      ),
    async stop(): Promise<void> {
      for (const perch of started)
        if (perch.child.exitCode === null && perch.child.signalCode === null) await perch.stop('SIGKILL')
      await model.close()
      await sandbox.close()
      dropHome(home)
    },
  }
}
