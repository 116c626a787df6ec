import { writeFileSync } from 'node:fs'
import { createServer as createHttp, request, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../fakes/chat.ts'
import { inspected } from '../fakes/inspected.ts'
import { APP, MODEL_KEY, startJourney, type Journey } from '../fakes/journey.ts'
import { perch } from '../fakes/perch.ts'

let journey: Journey
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await journey.stop()
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port // a server that listens on TCP has an address with a port
}

const NAME = 'feishu.example'
const server = { port: 0 }
const secrets = { TEST_SECRET: APP.appSecret, TEST_KEY: MODEL_KEY }

type Row = { id: string; ok: boolean | null; detail: string; fix: string }

async function doctor(env: Record<string, string> = {}) {
  const { stdout } = await perch(journey.home, ['doctor', '--json'], { env: { ...secrets, ...env } })
  const rows = (JSON.parse(stdout) as Row[]).filter(({ id }) => id !== 'build') // the tree may be edited meanwhile
  const row = (id: string) => rows.find(known => known.id === id)
  return { row, failed: rows.filter(({ ok }) => ok === false).map(({ id }) => id) }
}

/** The practice platform behind TLS, under a name that only the proxy knows. */
async function startFarAway(config: Record<string, unknown> = {}): Promise<{ proxy: string; asked: string[] }> {
  journey = await startJourney({ lark: { dmPolicy: 'open', domain: `https://${NAME}` }, config: { server, ...config } })
  const { port } = new URL(journey.sandbox.url)
  const forward: RequestListener = (incoming, outgoing) => {
    const { method, url, headers } = incoming
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, answer => {
      const { 'content-length': _length, 'transfer-encoding': _coding, ...rest } = answer.headers
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () => {
        const body = Buffer.concat(pieces).toString('utf8')
        outgoing.writeHead(answer.statusCode ?? 502, rest)
        outgoing.end(body.replaceAll(`ws://127.0.0.1:${port}`, `wss://${NAME}`))
      })
    })
    incoming.pipe(onward)
  }
  const front = await listen(createHttps(inspected, forward))
  const asked: string[] = []
  const proxy = createHttp()
  proxy.on('connect', (wanted, socket) => {
    asked.push(wanted.url ?? '')
    if (wanted.url === `${NAME}:443`) leadOn(socket, front)
    else socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  return { proxy: `http://name:pass@127.0.0.1:${await listen(proxy)}`, asked }
}

function leadOn(socket: Duplex, port: number): void {
  const onward = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
  socket.pipe(onward).pipe(socket)
  socket.on('error', () => onward.destroy())
  onward.on('error', () => socket.destroy())
}

const caFile = (): string => {
  const file = join(journey.home, 'root.pem')
  writeFileSync(file, inspected.authority)
  return file
}

describe('a network that opens encrypted connections', () => {
  test('its authority is named, and nothing is sent to it', async () => {
    const { proxy } = await startFarAway()
    const { failed, row } = await doctor({ HTTPS_PROXY: proxy })
    expect(failed).toEqual(['certificate'])
    expect(row('certificate')?.detail).toContain('Example Corp, Inspection Root')
    expect(row('certificate')?.fix).toContain('caFile')
    expect(row('token')?.detail).toContain('Not tried')
    expect(await journey.world.calls()).toEqual([])
  })

  test('with its certificate in caFile everything works, and the report still says whom the connection trusts', async () => {
    const { proxy } = await startFarAway()
    await perch(journey.home, ['config', 'set', 'caFile', caFile()])
    const { failed, row } = await doctor({ HTTPS_PROXY: proxy })
    expect(failed).toEqual([])
    expect(row('certificate')?.detail).toContain('no public authority')
    expect(row('brand')?.ok).toBe(true)
  })
})

describe('a proxy', () => {
  test('that is set and dead is named, without its password', async () => {
    await startFarAway()
    const dead = await listen(createHttp())
    servers.pop()?.close()
    const { failed, row } = await doctor({ HTTPS_PROXY: `http://name:hunter2@127.0.0.1:${dead}` })
    expect(failed).toEqual(['proxy'])
    expect(row('proxy')?.detail).toContain(`127.0.0.1:${dead} does not answer (ECONNREFUSED)`)
    expect(JSON.stringify(row('proxy'))).not.toContain('hunter2')
    expect(row('reach')?.detail).toContain('Not tried')
  })

  test('that is there, needed and not used: the setting to change is said', async () => {
    const { proxy } = await startFarAway({ proxy: 'none' })
    await perch(journey.home, ['config', 'set', 'caFile', caFile()])
    const { failed, row } = await doctor({ HTTPS_PROXY: proxy })
    expect(failed).toEqual(['proxy'])
    expect(row('proxy')?.fix).toContain('"proxy" to "system"')
  })

  test('that does not let through is told from a platform that answers', async () => {
    const { proxy } = await startFarAway()
    await perch(journey.home, ['config', 'set', 'channels.lark.domain', 'https://other.example'])
    const { failed, row } = await doctor({ HTTPS_PROXY: proxy })
    expect(failed).toContain('reach')
    expect(row('reach')?.detail).toContain('HTTP 403')
  })
})

describe('the way to the platform', () => {
  test('a name that nobody knows', async () => {
    await startFarAway()
    const { failed, row } = await doctor()
    expect(failed).toEqual(['dns'])
    expect(row('dns')?.detail).toContain(NAME)
    expect(row('reach')?.detail).toContain('Not tried')
  })

  test('a network that resets, and one that swallows everything', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.world.setNetwork({ state: 'down' })
    expect((await doctor()).failed).toEqual(['reach'])
    await journey.world.setNetwork({ state: 'silent' })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['reach'])
    expect(row('reach')?.detail).toContain('ETIMEDOUT')
  })

  test('a clock that is five minutes off', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.world.advanceClock({ milliseconds: 5 * 60_000 })
    const { failed, row } = await doctor()
    expect(failed).toEqual(['clock'])
    expect(row('clock')?.detail).toMatch(/(299|300|301) seconds behind/)
  })

  test('a half-open connection: it came back, and the report says why it had gone', async () => {
    journey = await startJourney({ lark: { dmPolicy: 'open' }, config: { server } })
    await journey.start()
    await sleep(3000) // the first ping is answered by now, so that a dead socket is told from a peer that answers none
    await journey.world.freezeConnections()
    const found = await until(
      'the connection came back',
      async () => {
        const { row } = await doctor()
        return row('connection')?.detail.includes('came back') ? row('connection') : undefined
      },
      60_000,
    )
    expect(found).toMatchObject({ ok: true, detail: expect.stringContaining('no answer to a ping') })
  })
})
