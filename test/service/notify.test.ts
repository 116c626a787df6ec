import { describe, expect, test } from 'vitest'
import { createNotify } from '../../main/service/notify.ts'

const signal = new AbortController().signal
const url = 'https://open.feishu.cn/open-apis/bot/v2/hook/abc-secret'

function made() {
  const posted: unknown[] = []
  const notify = createNotify({
    notifiers: () => ({ ops: { url, secret: '', secretEnv: '', secretFile: '' } }),
    secret: name => Promise.resolve(name === 'notifiers.ops.secret' ? 'key' : undefined),
    post: (hook, body) => {
      posted.push({ hook, body })
      return Promise.resolve(1)
    },
  })
  return { notify, posted }
}

describe('notify', () => {
  test.each([
    ['by its name', 'ops'],
    ['by its address, with the secret that belongs to it', url],
  ])('a configured notifier is found %s', async (_how, to) => {
    const { notify, posted } = made()
    expect(await notify({ to, message: 'hi' }, signal)).toEqual({ to: 'ops', messages: 1 })
    expect(posted).toEqual([{ hook: { url, secret: 'key' }, body: { kind: 'text', text: 'hi' } }])
  })

  test('another address gets no secret, and only its host is said back', async () => {
    const { notify, posted } = made()
    const other = 'https://open.larksuite.com/open-apis/bot/v2/hook/private'
    expect(await notify({ to: other, card: '{}' }, signal)).toEqual({ to: 'open.larksuite.com', messages: 1 })
    expect(posted).toEqual([{ hook: { url: other, secret: undefined }, body: { kind: 'card', content: '{}' } }])
  })

  test('an unknown name is answered with the known ones', async () => {
    await expect(made().notify({ to: 'opps', message: 'hi' }, signal)).rejects.toThrow(/Known: ops/)
  })

  test.each([[{}], [{ message: 'a', card: '{}' }]])('one body is asked for, not %o', async body => {
    await expect(made().notify({ to: 'ops', ...body }, signal)).rejects.toMatchObject({ code: 'bad-request' })
  })
})
