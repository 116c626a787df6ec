import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { codeOf } from '../../base/atomic-file.ts'
import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import type { SharedContext } from './context.ts'

export function checkService({ ports }: SharedContext): Promise<Finding> {
  const { pid, home } = ports.state()
  if (ports.isStarted())
    return Promise.resolve(ok({ en: `Process ${pid}, with the home ${home}.`, zh: `进程 ${pid}，主目录 ${home}。` }))
  return Promise.resolve(
    unknown(
      {
        en: `No Perch runs with the home ${home}, so nothing is connected. Connection and messages can not be looked at.`,
        zh: `没有 Perch 以主目录 ${home} 运行，因此没有连接，无法检查连接与消息。`,
      },
      {
        en: 'Start it with perch serve (or open the app), then run the doctor again.',
        zh: '请运行 perch serve（或打开应用），然后重新诊断。',
      },
    ),
  )
}

/** A program that is only just ending, or another doctor that tries the same port, is gone after a moment. */
const TRIES = 3
const PAUSE_MS = 150

export async function checkPort({ ports }: SharedContext, signal: AbortSignal): Promise<Finding> {
  const { host, port } = ports.config().server
  const place = `${host}:${port}`
  if (port === 0) return ok({ en: 'Perch picks any port that is free.', zh: '使用任意空闲端口。' })
  const trouble = await bindTwice(host, port, signal)
  if (trouble === undefined) return ok({ en: `${place} is free.`, zh: `${place} 空闲。` })
  if (trouble === 'EADDRINUSE' && (await isPerch(host, port, signal)))
    return ok({ en: `The screens of Perch answer at ${place}.`, zh: `${place} 上有 Perch 界面应答。` })
  if (ports.isStarted()) {
    return ok({
      en: `Perch serves its screens elsewhere; ${place} of the settings is not to be had (${trouble}).`,
      zh: `Perch 的界面使用了其他端口；设置中的 ${place} 不可用（${trouble}）。`,
    })
  }
  const words =
    trouble === 'EADDRINUSE'
      ? {
          en: `Another program uses ${place}: perch serve would not start.`,
          zh: `${place} 已被其他程序占用，perch serve 无法启动。`,
        }
      : { en: `Perch can not listen at ${place} (${trouble}).`, zh: `无法在 ${place} 监听（${trouble}）。` }
  return failed(
    words,
    {
      en: 'Choose another port with --port or "server.port" (0 for any free one).',
      zh: '请用 --port 或 "server.port" 换一个端口（0 表示任意空闲端口）。',
    },
    { raw: trouble, action: 'open-settings' },
  )
}

async function bindTwice(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  let trouble = await tryToListen(host, port)
  for (let again = 1; again < TRIES && trouble === 'EADDRINUSE'; again++) {
    await wait(PAUSE_MS, undefined, { signal })
    trouble = await tryToListen(host, port)
  }
  return trouble
}

/** Takes the port for a moment; `undefined` when that worked, else the system's code. */
function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', error => resolve(codeOf(error) ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** Whether what answers there is a Perch. */
async function isPerch(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const answer = await fetch(`http://${name.includes(':') ? `[${name}]` : name}:${port}/api/v1/health`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
    })
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null && 'status' in body && 'version' in body
  } catch {
    signal.throwIfAborted()
    return false // it is no Perch, whatever it is
  }
}
