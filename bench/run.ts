import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, type Sandbox } from '../main/sandbox/sandbox.ts'
import { startEchoModel } from '../test/fakes/echo-model.ts'
import { printTable } from './table.ts'
import { measureWindow } from './window.ts'

/** Perch beside the barest bot on the same SDK, in the same run, on the same practice Feishu and the same model. */
const APP = { appId: 'cli_00000000000000be', appSecret: 'bench-secret-0123456789abcdef', name: 'Bench' }
const ANSWERS = 30
const BURST = 200
const IDLE_MS = 10_000

type Figures = Record<string, number>
type Bot = { readonly name: string; readonly command: readonly string[]; readonly env: Record<string, string> }

async function measure(makeBot: (sandbox: Sandbox, model: string) => Bot): Promise<Figures> {
  const sandbox = await createSandbox({ apps: [APP] })
  const model = await startEchoModel({ wait: 50 })
  const bot = makeBot(sandbox, model.url)
  const started = performance.now()
  const child = await start(bot)
  const figures: Figures = { 'start to connected (ms)': performance.now() - started }
  try {
    await sleep(2000)
    Object.assign(
      figures,
      await idle(child, sandbox),
      await answers(sandbox),
      await burst(sandbox),
      await longAnswer(sandbox, model.options),
    )
    figures['peak memory (MB)'] = status(child, 'VmHWM')
  } finally {
    child.kill('SIGKILL')
    await model.close()
    await sandbox.close()
  }
  return figures
}

async function start({ command: [program = '', ...args], env }: Bot): Promise<ChildProcess> {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) if (line === '[ws] ws client ready') return child
  throw new Error(`${program} ended before it was connected`)
}

async function idle(child: ChildProcess, { world }: Sandbox): Promise<Figures> {
  const calls = (await world.calls({})).length
  const before = cpuTicks(child)
  await sleep(IDLE_MS)
  return {
    'idle memory (MB)': status(child, 'VmRSS'),
    'idle CPU (% of a core)': ((cpuTicks(child) - before) * 10) / (IDLE_MS / 100),
    'idle API calls': (await world.calls({})).length - calls,
  }
}

async function answers({ world }: Sandbox): Promise<Figures> {
  const person = (await world.createPerson({ name: 'Ann' })).openId
  await world.clearCalls({})
  const first: number[] = []
  const final: number[] = []
  for (let index = 0; index < ANSWERS; index++) {
    const begun = performance.now()
    const { messageId } = await world.say({ person, text: `question ${index}` })
    let sign = 0
    for (;;) {
      const [reply] = await world.replies({ messageId })
      const hasSign = reply !== undefined || (await world.message({ messageId })).reactions.length > 0
      if (sign === 0 && hasSign) sign = performance.now() - begun
      if (reply && !reply.card?.streaming) break
      await sleep(1)
    }
    first.push(sign)
    final.push(performance.now() - begun)
    await sleep(250)
  }
  return {
    'event to first sign, p50 (ms)': percentile(first, 50),
    'event to final answer, p50 (ms)': percentile(final, 50),
    'API calls per short answer': (await world.calls({})).length / ANSWERS,
  }
}

async function burst({ world }: Sandbox): Promise<Figures> {
  const people = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => (await world.createPerson({ name: `P${index}` })).openId),
  )
  const ids: string[] = []
  for (let index = 0; index < BURST; index++)
    ids.push((await world.say({ person: people[index % 20] ?? '', text: `burst ${index}` })).messageId)
  const asked = new Set(ids)
  for (;;) {
    const done = await Promise.all(
      ids.map(async messageId => (await world.replies({ messageId })).some(reply => !reply.card?.streaming)),
    )
    if (done.every(Boolean)) break
    await sleep(200)
  }
  const all = (await world.acknowledgements({})).filter(({ code }) => code === 200)
  const took = (list: typeof all) => list.map(({ deliveredAt, acknowledgedAt }) => acknowledgedAt - deliveredAt)
  const inBurst = took(all.filter(({ messageId }) => asked.has(messageId ?? '')))
  const alone = took(all.filter(({ messageId }) => !asked.has(messageId ?? '')))
  return {
    'acknowledge alone, p50 (ms)': percentile(alone, 50),
    'acknowledge in a burst of 200, p50 (ms)': percentile(inBurst, 50),
    'acknowledge in a burst of 200, p99 (ms)': percentile(inBurst, 99),
  }
}

/** 400 words at 100 a second: how long after the last one the whole answer stands in the chat. */
async function longAnswer(
  { world }: Sandbox,
  model: { pause?: number; answer?: (question: string) => string },
): Promise<Figures> {
  const [words, pause] = [400, 10]
  let ended = 0
  Object.assign(model, { pause, answer: () => Array.from({ length: words }, (_, index) => `word${index}`).join(' ') })
  const person = (await world.createPerson({ name: 'Long' })).openId
  await quiet(world)
  await world.clearCalls({})
  const { messageId } = await world.say({ person, text: 'long' })
  const last = `word${words - 1}`
  const begun = performance.now()
  for (;;) {
    const [reply] = await world.replies({ messageId })
    if (reply?.text.includes(last) && !reply.card?.streaming) break
    if (performance.now() - begun > 120_000) throw new Error('the long answer never stood')
    await sleep(2)
  }
  ended = performance.now() - begun
  await sleep(500)
  return { 'long answer stands after (ms)': ended, 'API calls of the long answer': (await world.calls({})).length }
}

/** Until nothing was called for a second: signs of the burst are still being taken away. */
async function quiet(world: Sandbox['world']): Promise<void> {
  for (let before = -1; ;) {
    const now = (await world.calls({})).length
    if (now === before) return
    before = now
    await sleep(1000)
  }
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * share) / 100))] ?? Number.NaN
const status = ({ pid }: ChildProcess, key: string): number =>
  Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
function cpuTicks({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

const home = mkdtempSync(join(tmpdir(), 'perch-bench-'))
const root = join(import.meta.dirname, '..')
const perch = (sandbox: Sandbox, model: string): Bot => {
  const config = {
    channels: { lark: { appId: APP.appId, appSecretEnv: 'BENCH_APP_SECRET', domain: sandbox.url, dmPolicy: 'open' } },
    llm: { provider: 'openai-compatible', apiBase: model, model: 'echo' },
  }
  writeFileSync(join(home, 'config.json'), JSON.stringify(config))
  return {
    name: 'Perch',
    command: [process.execPath, join(root, 'dist', 'cli.js'), 'serve', '--home', home, '--port', '0'],
    env: { BENCH_APP_SECRET: APP.appSecret },
  }
}
const bare = (sandbox: Sandbox, model: string): Bot => ({
  name: 'bare bot',
  command: [process.execPath, join(import.meta.dirname, 'bare-bot.ts')],
  env: { BENCH_DOMAIN: sandbox.url, BENCH_APP_ID: APP.appId, BENCH_APP_SECRET: APP.appSecret, BENCH_MODEL: model },
})

try {
  const [ours, theirs] = [await measure(perch), await measure(bare)]
  const lines = Object.entries(ours).map(([name, value]) => ({ name, value, beside: theirs[name] ?? Number.NaN }))
  printTable('the service', 'bare bot', lines)
  console.log('')
  printTable('the window', 'beside', await measureWindow())
} finally {
  rmSync(home, { recursive: true, force: true })
}
