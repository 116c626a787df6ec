import { randomBytes } from 'node:crypto'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectControl } from '../../main/local/control-client.ts'
import { createNonce, proofOf } from '../../main/local/control-proof.ts'
import { AppError } from '../../main/contract/errors.ts'
import type { Tick } from '../../main/contract/rpc.ts'
import { KEY, rawClient, startControl } from './control.ts'
import { temporaryFolder } from './temporary.ts'

const connect = async (path: string, key = KEY) => {
  const link = await connectControl({ path, key })
  onTestFinished(() => link.close())
  return link
}

/** Proves the key as an honest client does, then gives the socket. */
async function admitted(path: string) {
  const client = rawClient(path)
  await vi.waitFor(() => expect(client.lines).toHaveLength(1))
  const server = (JSON.parse(client.lines[0]!) as { nonce: string }).nonce
  const nonce = createNonce()
  const answer = JSON.stringify({ nonce, proof: proofOf(KEY, 'client', { server, client: nonce }) })
  client.socket.write(`${answer}\n`)
  await vi.waitFor(() => expect(client.lines).toHaveLength(2))
  return { ...client, answer }
}

describe('who may use the control socket', () => {
  test('somebody with another key may not', async () => {
    const { path, calls } = await startControl()
    await expect(connectControl({ path, key: randomBytes(32) })).rejects.toMatchObject({ code: 'not-permitted' })
    expect(calls).toEqual([])
  })

  test('somebody who repeats a proof that was seen before may not', async () => {
    const { path, calls } = await startControl()
    const { answer } = await admitted(path)
    const thief = rawClient(path)
    thief.socket.write(`${answer}\n{"id":1,"call":"status.get"}\n`)
    await thief.closed
    expect(thief.lines).toHaveLength(1)
    expect(calls).toEqual([])
  })

  test("somebody who sends the service's own kind of proof may not", async () => {
    const { path } = await startControl()
    const client = rawClient(path)
    await vi.waitFor(() => expect(client.lines).toHaveLength(1))
    const server = (JSON.parse(client.lines[0]!) as { nonce: string }).nonce
    const nonce = createNonce()
    client.socket.write(`${JSON.stringify({ nonce, proof: proofOf(KEY, 'server', { server, client: nonce }) })}\n`)
    await client.closed
    expect(client.lines).toHaveLength(1)
  })

  test('somebody who calls before proving anything may not', async () => {
    const { path, calls } = await startControl()
    const client = rawClient(path)
    client.socket.write('{"id":1,"call":"status.get","input":{}}\n')
    await client.closed
    expect(calls).toEqual([])
  })

  test('somebody who says nothing is sent away', async () => {
    const { path } = await startControl({ patience: 20 })
    const client = rawClient(path)
    await client.closed
    expect(client.lines).toHaveLength(1)
  })

  test('nothing whatever that a stranger says is a call', async () => {
    const { path, calls } = await startControl()
    const word = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant('{"nonce":"","proof":""}'))
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), async words => {
        const client = rawClient(path)
        client.socket.end(words.map(each => `${each}\n`).join(''))
        await client.closed
        expect(client.lines.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 40 },
    )
    expect(calls).toEqual([])
    expect(await (await connect(path)).call('people.list', undefined)).toEqual([])
  })

  test('a stranger with an endless line is cut off early', async () => {
    const { path } = await startControl()
    const client = rawClient(path)
    client.socket.write('x'.repeat(4096))
    await client.closed
  })
})

describe('an admitted client that misbehaves', () => {
  test.each([
    { what: 'speaks nonsense', line: 'hello' },
    { what: 'calls without an ID', line: '{"call":"status.get"}' },
    { what: 'uses one ID twice at once', line: '{"id":1,"call":"message.send","input":{}}\n{"id":1,"watch":true}' },
    { what: 'sends a line of three megabytes', line: `"${'x'.repeat(3_000_000)}"` },
  ])('is cut off when it $what, and nobody else', async ({ line }) => {
    const { path } = await startControl()
    const other = await connect(path)
    const client = await admitted(path)
    client.socket.write(`${line}\n`)
    await client.closed
    expect(await other.call('people.list', undefined)).toEqual([])
  })

  test('may send a line of more than a megabyte', async () => {
    const { path } = await startControl()
    const id = 'x'.repeat(1_200_000)
    expect(await (await connect(path)).call('people.allow', { id })).toMatchObject({ allowed: id })
  })

  test('hears of a call that was thrown out as of any other failure', async () => {
    const { path } = await startControl({
      call: () => {
        throw new AppError('not-running', 'Perch is still starting.')
      },
    })
    await expect((await connect(path)).call('people.list', undefined)).rejects.toMatchObject({ code: 'not-running' })
  })

  test('is told when an answer is no data', async () => {
    const { path } = await startControl({ call: async () => ({ ok: true, value: 5n }) })
    await expect((await connect(path)).call('people.list', undefined)).rejects.toMatchObject({ code: 'internal' })
  })

  test('leaves nothing running', async () => {
    const { path, aborted } = await startControl()
    const client = await admitted(path)
    client.socket.write('{"id":1,"call":"message.send","input":{}}\n{"id":2,"call":"people.list"}\n')
    await vi.waitFor(() => expect(client.lines).toHaveLength(3))
    client.socket.destroy()
    await vi.waitFor(() => expect(aborted).toEqual(['message.send']))
  })

  test('is dropped when it watches and never reads', async () => {
    const watchers: ((tick: Tick) => void)[] = []
    let left = false
    const { path } = await startControl({
      watch: (_onSnapshot, onTick) => {
        watchers.push(onTick)
        return () => void (left = true)
      },
    })
    const client = await admitted(path)
    client.socket.write('{"id":1,"watch":true}\n{"id":2,"call":"people.list"}\n')
    await vi.waitFor(() => expect(client.lines).toHaveLength(3))
    client.socket.pause()
    const reason = 'x'.repeat(100_000)
    const entry = { at: 1, account: '', kind: '', eventId: '', fate: 'failed', reason } as const
    for (let seq = 1; seq <= 200; seq++) watchers[0]?.({ seq, fact: { type: 'event-fated', entry, midnight: 0 } })
    await vi.waitFor(() => expect(left).toBe(true))
  })
})

describe('the client', () => {
  test('says that Perch is not running when nobody answers', async () => {
    const path = join(temporaryFolder(), 'perch.sock')
    await expect(connectControl({ path, key: KEY })).rejects.toMatchObject({ code: 'not-running' })
  })

  test.each([
    { what: 'does not know the key', welcome: { proof: 'f'.repeat(64) }, code: 'not-permitted' },
    { what: 'proves nothing', welcome: {}, code: 'not-permitted' },
    { what: 'is another program', challenge: 'SSH-2.0', code: 'not-permitted' },
    { what: 'never says a word', challenge: '', code: 'not-running' },
  ])('asks nothing of a service that $what', async ({ welcome, challenge, code }) => {
    const path = join(temporaryFolder(), 'perch.sock')
    const heard: string[] = []
    const peers: Socket[] = []
    const impostor = createServer(socket => {
      peers.push(socket)
      socket.write(challenge ?? `${JSON.stringify({ perch: 1, nonce: createNonce() })}\n`)
      if (challenge) socket.write('\n')
      socket.on('data', chunk => {
        heard.push(chunk.toString())
        socket.write(`${JSON.stringify(welcome)}\n`)
      })
    })
    await new Promise<void>(resolve => impostor.listen(path, resolve))
    onTestFinished(() => {
      for (const peer of peers) peer.destroy()
      impostor.close()
    })
    await expect(connectControl({ path, key: KEY, patience: 200 })).rejects.toMatchObject({ code })
    expect(heard.join('')).not.toContain('call')
  })

  test('learns at once when the service stops in the middle of a call', async () => {
    const { path, server } = await startControl()
    const link = await connect(path)
    const call = link.call('message.send', {})
    await link.call('people.list', undefined)
    await server.close()
    await expect(call).rejects.toMatchObject({ code: 'not-running' })
    await link.closed
    await expect(link.call('people.list', undefined)).rejects.toMatchObject({ code: 'not-running' })
  })
})

describe.skipIf(process.platform === 'win32')('the socket file', () => {
  test('is for its owner alone, and gone after the end', async () => {
    const { path, server } = await startControl()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await server.close()
    expect(existsSync(path)).toBe(false)
  })

  test('that answers is never replaced', async () => {
    const { path } = await startControl()
    await expect(startControl({ path })).rejects.toMatchObject({ code: 'home-in-use' })
    expect(await (await connect(path)).call('people.list', undefined)).toEqual([])
  })

  test('that is no socket is never deleted', async () => {
    const path = join(temporaryFolder(), 'perch.sock')
    writeFileSync(path, 'my diary')
    await expect(startControl({ path })).rejects.toMatchObject({ code: 'home-refused' })
    expect(existsSync(path)).toBe(true)
  })

  test('in a folder that is not there is refused with a reason', async () => {
    const path = join(temporaryFolder(), 'nowhere', 'perch.sock')
    await expect(startControl({ path })).rejects.toMatchObject({ code: 'home-refused' })
  })
})
