import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { checkHook, createNotifier, signature, textPieces } from '../../main/lark/notifier.ts'
import { sandbox } from '../sandbox/support.ts'

const signal = new AbortController().signal
const noPause = () => Promise.resolve()
const notifier = () => createNotifier({ fetch, now: () => Date.now(), pause: noPause })
const cleanups: (() => void)[] = []
afterEach(() => cleanups.splice(0).forEach(cleanup => cleanup()))

async function hookOf(security: { secret?: string; keyword?: string } = {}) {
  const box = await sandbox()
  const { chatId } = await box.world.createGroup({ name: 'ops' })
  const { path } = await box.world.createHook({ chat: chatId, ...security })
  return { box, chatId, url: `${box.url}${path}` }
}

/** A server that gives these answers in turn, and counts. */
async function answering(...answers: readonly { status?: number; body?: string; drop?: true; location?: string }[]) {
  const seen = { posts: 0 }
  const server = createServer((request, response) => {
    const answer = answers[Math.min(seen.posts++, answers.length - 1)]
    request.resume().on('end', () => {
      if (answer?.drop) {
        request.socket.destroy()
        return
      }
      response.writeHead(answer?.status ?? 200, answer?.location ? { location: answer.location } : {})
      response.end(answer?.body ?? '{"code":0}')
    })
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  cleanups.push(() => void server.close())
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/open-apis/bot/v2/hook/abc` }
}

describe('incoming webhooks', () => {
  test.each([
    ['text', { kind: 'text', text: 'disk 91 %' }],
    ['post', { kind: 'post', content: '{"zh_cn":{"title":"t","content":[[{"tag":"text","text":"disk"}]]}}' }],
    ['image', { kind: 'image', imageKey: 'img_v2_x' }],
    ['card', { kind: 'card', content: '{"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"**up**"}]}}' }],
  ] as const)('a %s arrives, signed', async (_kind, body) => {
    const { box, chatId, url } = await hookOf({ secret: 'sign-me' })
    expect(await notifier().send({ url, secret: 'sign-me' }, body, signal)).toBe(1)
    const said = await box.world.look({ chat: chatId })
    expect(JSON.stringify(said)).toMatch(/disk|img_v2_x|up/)
  })

  test.each([
    ['a missing signature', { secret: 's' }, undefined, 'hook-signature'],
    ['a wrong signature', { secret: 's' }, 'other', 'hook-signature'],
    ['a missing keyword', { keyword: 'alert' }, undefined, 'hook-keyword'],
  ] as const)('%s is named', async (_name, security, secret, code) => {
    const { url } = await hookOf(security)
    await expect(notifier().send({ url, secret }, { kind: 'text', text: 'hi' }, signal)).rejects.toMatchObject({ code })
  })

  test('a removed bot is named, and its address is not said', async () => {
    const { box } = await hookOf()
    const url = `${box.url}/open-apis/bot/v2/hook/00000000-secret-part`
    const failure = await notifier()
      .send({ url }, { kind: 'text', text: 'hi' }, signal)
      .catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'hook-unknown' })
    expect(String(failure)).not.toContain('secret-part')
  })

  test.each([
    ['busy', [{ status: 503, body: 'oops' }, {}], 2],
    ['too many', [{ body: '{"code":11232,"msg":"frequency limited"}' }, { status: 429, body: '{}' }, {}], 3],
  ] as const)('%s is tried again', async (_name, answers, posts) => {
    const { seen, url } = await answering(...answers)
    expect(await notifier().send({ url }, { kind: 'text', text: 'hi' }, signal)).toBe(1)
    expect(seen.posts).toBe(posts)
  })

  test('a lost answer is not repeated: the message may be there', async () => {
    const { seen, url } = await answering({ drop: true })
    const sending = notifier().send({ url }, { kind: 'text', text: 'hi' }, signal)
    await expect(sending).rejects.toMatchObject({ code: 'hook-uncertain' })
    expect(seen.posts).toBe(1)
  })

  test('a redirect is not followed', async () => {
    const elsewhere = await answering({})
    const { url } = await answering({ status: 307, location: elsewhere.url })
    const sending = notifier().send({ url }, { kind: 'text', text: 'hi' }, signal)
    await expect(sending).rejects.toMatchObject({ code: 'hook-unknown', message: 'The group bot answered HTTP 307.' })
    expect(elsewhere.seen.posts).toBe(0)
  })

  test('a card may begin with the mark that editors of Windows write, and is no list', async () => {
    const { seen, url } = await answering({})
    expect(await notifier().send({ url }, { kind: 'card', content: '\uFEFF{"elements":[]}' }, signal)).toBe(1)
    const list = notifier().send({ url }, { kind: 'card', content: '[]' }, signal)
    await expect(list).rejects.toMatchObject({ code: 'bad-request' })
    expect(seen.posts).toBe(1)
  })

  test('a long text arrives whole, in pieces that the platform takes', async () => {
    const { box, chatId, url } = await hookOf()
    const text = Array.from({ length: 1500 }, (_, line) => `第 ${line} 行 "引号" ok`).join('\n')
    expect(await notifier().send({ url }, { kind: 'text', text }, signal)).toBeGreaterThan(1)
    expect(JSON.stringify(await box.world.look({ chat: chatId }))).toContain('第 1499 行')
  })

  test('any text is cut without losing a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 400 }), (unit, times) => {
        const text = `x${unit}`.repeat(times)
        const pieces = textPieces(text)
        expect(pieces.join('')).toBe(text)
        for (const piece of pieces) expect(Buffer.byteLength(JSON.stringify(piece))).toBeLessThanOrEqual(18_002)
      }),
    )
  })

  test.each([
    ['ftp://open.feishu.cn/open-apis/bot/v2/hook/a'],
    ['http://open.feishu.cn/open-apis/bot/v2/hook/a'],
    ['https://open.feishu.cn/open-apis/im/v1/messages'],
    ['https://user:pw@open.feishu.cn/open-apis/bot/v2/hook/a'],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/'],
    ['nonsense'],
  ])('%s is no address to post to', address => {
    expect(() => checkHook(address)).toThrow(/group bot has an address/)
  })

  test('the key of the signature is the time and the secret', () => {
    expect(signature('demo', 1_599_360_473_000)).toEqual({
      timestamp: '1599360473',
      sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=',
    })
    expect(signature(undefined, 1)).toEqual({})
  })
})
