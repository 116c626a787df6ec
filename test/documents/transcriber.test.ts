import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createTranscriber } from '../../main/documents/transcriber.ts'

const never = new AbortController().signal
const servers: { close(): void; closeAllConnections(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A service that answers once as told, and what it was sent. */
async function service(status: number, body: string) {
  const seen: { headers: IncomingMessage['headers']; url: string; body: string }[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      seen.push({ headers: request.headers, url: request.url ?? '', body: Buffer.concat(pieces).toString('latin1') })
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  const { port } = server.address() as AddressInfo // it listens on TCP, so it has a port
  const hear = createTranscriber({
    apiBase: `http://127.0.0.1:${port}/v1/`,
    model: 'whisper-1',
    key: async () => 'sk-secret',
    fetch: globalThis.fetch,
  })
  return { hear, seen }
}

describe('a service that turns voice into words', () => {
  test('is sent the sound as a file, with the model and the key', async () => {
    const { hear, seen } = await service(200, '{"text":"buy milk 买牛奶"}')
    expect(await hear(Buffer.from('OggS-sound'), 'voice', never)).toBe('buy milk 买牛奶')
    expect(seen[0]).toMatchObject({ url: '/v1/audio/transcriptions', headers: { authorization: 'Bearer sk-secret' } })
    expect(seen[0]?.body).toMatch(/name="model"\r\n\r\nwhisper-1/)
    expect(seen[0]?.body).toMatch(/name="file"; filename="voice\.ogg"[\s\S]*OggS-sound/)
  })

  test.each([
    [401, '{}', 'model-key-refused'],
    [500, 'no', 'model-failed'],
    [200, 'no json', 'model-failed'],
    [200, '{"words":1}', 'model-failed'],
    [200, `{"text":"${'a'.repeat(2 * 1024 * 1024)}"}`, 'model-failed'],
  ])('that answers %i %.20s is told as %s, without what it said', async (status, body, code) => {
    const { hear } = await service(status, body)
    await expect(hear(Buffer.from('x'), 'a.opus', never)).rejects.toMatchObject({ code })
  })

  test('that answers without an end is left, and one that breaks off is told as not reached', async () => {
    let written = 0
    const server = createServer((request, response) => {
      request.resume()
      response.writeHead(200)
      if (request.url?.startsWith('/cut')) {
        response.write('{"text":"')
        setTimeout(() => response.destroy(), 20)
        return
      }
      const more = () => {
        while (!response.destroyed && written < 512) {
          written++
          if (response.write(Buffer.alloc(1024 * 1024, 'a'))) continue
          response.once('drain', more)
          return
        }
        response.end()
      }
      more()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
    const { port } = server.address() as AddressInfo // it listens on TCP, so it has a port
    const hearAt = (path: string) =>
      createTranscriber({
        apiBase: `http://127.0.0.1:${port}/${path}`,
        model: 'm',
        key: async () => undefined,
        fetch: globalThis.fetch,
      })
    await expect(hearAt('endless')(Buffer.from('x'), 'a', never)).rejects.toMatchObject({ code: 'model-failed' })
    expect(written).toBeLessThan(100)
    await expect(hearAt('cut')(Buffer.from('x'), 'a', never)).rejects.toMatchObject({ code: 'model-unreachable' })
  })

  test('that is not there, or is stopped, shows neither key nor request', async () => {
    const hear = createTranscriber({
      apiBase: 'http://127.0.0.1:9',
      model: 'm',
      key: async () => 'sk-secret',
      fetch: globalThis.fetch,
    })
    const failure = await hear(Buffer.from('x'), 'a.opus', never).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'model-unreachable' })
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('sk-secret')
    await expect(hear(Buffer.from('x'), 'a.opus', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })
})
