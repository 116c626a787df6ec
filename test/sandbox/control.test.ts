import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { connectWorld } from '../../main/sandbox/control/remote.ts'
import type { Sandbox } from '../../main/sandbox/sandbox.ts'
import { call, sandbox, token } from './support.ts'

/** A control request with any headers; `fetch` does not let one choose Host. */
const control = (box: Sandbox, headers: Record<string, string>, path = 'people', body = '{}') =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = request(`${box.controlUrl}/control/${path}`, { method: 'POST', headers }, response => {
      let text = ''
      response.on('data', chunk => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

/** A message to somebody new; the answer may be lost. */
const send = async (box: Sandbox, bearer: string) => {
  const { openId } = await box.world.createPerson({ name: 'Ann' })
  const { chatId } = await box.world.directChat({ person: openId })
  const body = { receive_id: openId, msg_type: 'text', content: '{"text":"x"}' }
  const answer = call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', body, bearer)
  return { chatId, answer }
}

const sign = (secret: string, timestamp: number) =>
  createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')

async function post(box: Sandbox, path: string, body: unknown) {
  const response = await fetch(`${box.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, ...((await response.json()) as { code: number }) }
}

describe('the control side', () => {
  const rows: readonly { who: string; headers: (bearer: string) => Record<string, string>; status: number }[] = [
    { who: 'the holder of the token', headers: authorization => ({ authorization }), status: 200 },
    { who: 'nobody in particular', headers: () => ({}), status: 403 },
    { who: 'a wrong token', headers: () => ({ authorization: 'Bearer x' }), status: 403 },
    {
      who: 'a page in a browser',
      headers: authorization => ({ authorization, origin: 'http://127.0.0.1' }),
      status: 403,
    },
    { who: 'another host name', headers: authorization => ({ authorization, host: 'evil.example' }), status: 403 },
    { who: 'localhost by name', headers: authorization => ({ authorization, host: 'localhost:1' }), status: 200 },
  ]
  test.each(rows)('answers $who with $status', async ({ headers, status }) => {
    const box = await sandbox()
    expect((await control(box, headers(`Bearer ${box.controlToken}`))).status).toBe(status)
  })

  test.each([
    { what: 'an unknown operation', path: 'dance', body: '{}', says: 'no operation dance' },
    { what: 'a wrong input', path: 'say', body: '{"person":1}', says: 'say: person' },
    { what: 'a body that is no JSON', path: 'say', body: '{', says: 'not JSON' },
    { what: 'an unknown person', path: 'say', body: '{"person":"ou_x","text":"x"}', says: 'no such person: ou_x' },
    { what: 'a name of every object', path: 'constructor', body: '{}', says: 'no operation constructor' },
  ])('refuses $what with a sentence', async ({ path, body, says }) => {
    const box = await sandbox()
    const answer = await control(box, { authorization: `Bearer ${box.controlToken}` }, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body).toContain(says)
  })

  test('offers the same methods to another process', async () => {
    const box = await sandbox()
    const world = await connectWorld(box.controlUrl, box.controlToken)
    const ann = await world.createPerson({ name: 'Ann' })
    const { messageId, chatId } = await world.say({ person: ann.openId, text: 'over HTTP' })
    expect(await world.look({ chat: chatId })).toEqual(await box.world.look({ chat: chatId }))
    expect(await world.message({ messageId })).toMatchObject({ text: 'over HTTP' })
    await expect(world.message({ messageId: 'om_x' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('stays reachable while the network is down', async () => {
    const box = await sandbox()
    const world = await connectWorld(box.controlUrl, box.controlToken)
    await world.setNetwork({ state: 'down' })
    await world.setNetwork({ state: 'up' })
    expect((await call(box, 'GET', '/bot/v3/info')).code).toBe(0)
  })

  test('counts calls and never keeps what was in them', async () => {
    const box = await sandbox()
    await call(box, 'GET', '/im/v1/chats/oc_secret?user_id_type=open_id')
    expect(await box.world.counts()).toMatchObject({ 'GET /open-apis/im/v1/chats/:chat_id': 1 })
    const [tokenCall, chatCall] = await box.world.calls()
    expect(tokenCall).toMatchObject({ route: '/open-apis/auth/v3/tenant_access_token/internal', code: 0, status: 200 })
    expect(chatCall).toMatchObject({
      method: 'GET',
      path: '/open-apis/im/v1/chats/oc_secret',
      code: 232006,
      status: 400,
    })
    expect(JSON.stringify(await box.world.calls())).not.toContain('practice-secret')
  })

  test('tells what changed, until one no longer listens', async () => {
    const box = await sandbox()
    const changed: string[] = []
    const stop = box.onChange(({ chatId }) => changed.push(chatId))
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { chatId } = await box.world.say({ person: ann.openId, text: 'x' })
    expect(changed).toContain(chatId)
    stop()
    const before = changed.length
    await box.world.say({ person: ann.openId, text: 'y' })
    expect(changed.length).toBe(before)
  })
})

describe('faults of single routes', () => {
  test.each([
    { drop: 'before', arrived: 0 },
    { drop: 'after', arrived: 1 },
  ] as const)('an answer lost $drop the work leaves $arrived messages', async ({ drop, arrived }) => {
    const box = await sandbox()
    const bearer = await token(box)
    await box.world.failRoute({ route: 'POST /open-apis/im/v1/messages', drop })
    const { chatId, answer } = await send(box, bearer)
    await expect(answer).rejects.toThrow()
    expect(await box.world.look({ chat: chatId })).toHaveLength(arrived)
    expect((await box.world.calls()).at(-1)).toMatchObject({ code: -1 })
  })

  test('a code, a status, a body: so many times', async () => {
    const box = await sandbox()
    const bearer = await token(box)
    const ask = () => fetch(`${box.url}/open-apis/bot/v3/info`, { headers: { authorization: `Bearer ${bearer}` } })
    await box.world.failRoute({ route: '/bot/v3/info', code: 300120, times: 2 })
    await box.world.failRoute({ route: '/bot/v3/info', status: 502, body: '<html>' })
    expect(await (await ask()).json()).toMatchObject({ code: 300120 })
    expect((await ask()).status).toBe(400)
    const third = await ask()
    expect([third.status, await third.text()]).toEqual([502, '<html>'])
    expect((await ask()).status).toBe(200)
  })

  test('a call can hang until its caller gives up', async () => {
    const box = await sandbox()
    await box.world.failRoute({ route: 'tenant_access_token', hang: true })
    await expect(
      fetch(`${box.url}/open-apis/auth/v3/tenant_access_token/internal`, {
        method: 'POST',
        signal: AbortSignal.timeout(50),
      }),
    ).rejects.toThrow()
  })
})

describe('a custom bot', () => {
  test('takes what is signed, and shows it in its group', async () => {
    const box = await sandbox()
    const group = await box.world.createGroup({ name: 'ops' })
    const { path } = await box.world.createHook({ chat: group.chatId, secret: 's', keyword: 'disk' })
    const now = Math.floor(Date.now() / 1_000)
    const text = { msg_type: 'text', content: { text: 'disk full' } }
    expect(await post(box, path, text)).toMatchObject({ status: 200, code: 19021 })
    expect(await post(box, path, { ...text, timestamp: String(now), sign: sign('other', now) })).toMatchObject({
      code: 19021,
    })
    expect(
      await post(box, path, { ...text, timestamp: String(now - 7_200), sign: sign('s', now - 7_200) }),
    ).toMatchObject({ code: 19021 })
    const signed = { timestamp: String(now), sign: sign('s', now) }
    expect(await post(box, path, { ...signed, msg_type: 'text', content: { text: 'hello' } })).toMatchObject({
      code: 19024,
    })
    expect(await post(box, path, { ...signed, msg_type: 'interactive', card: '{"disk":1}' })).toMatchObject({
      code: 9499,
    })
    expect(await post(box, `${path}x`, text)).toMatchObject({ status: 400, code: 19001 })
    expect(await post(box, path, { ...signed, ...text })).toMatchObject({ code: 0, StatusCode: 0 })
    expect(await box.world.look({ chat: group.chatId })).toMatchObject([{ text: 'disk full', sender: { kind: 'bot' } }])
  })
})
