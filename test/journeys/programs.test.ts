import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLark, LarkError, type Lark } from '../../main/programs.ts'
import { practiceApp } from '../../main/sandbox/platform.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let box: Sandbox
let lark: Lark
let folder: string
let question: { readonly messageId: string; readonly chatId: string }
let person: string

const options = () => ({ appId: practiceApp.appId, appSecret: practiceApp.appSecret, domain: box.url })
const looked = () => box.world.look({ chat: question.chatId })

beforeEach(async () => {
  box = await createSandbox()
  lark = createLark(options())
  folder = await mkdtemp(join(tmpdir(), 'perch-programs-'))
  person = (await box.world.createPerson({ name: '安安' })).openId
  question = await box.world.say({ person, text: 'Any news?' })
})

afterEach(async () => {
  await lark.close()
  await box.close()
  await rm(folder, { recursive: true })
})

describe('a program that sends', () => {
  test('text arrives in the chat, and in answer to a message', async () => {
    const [first] = await lark.sendMessageLark({ to: question.chatId, text: 'hello **you**' })
    const [second] = await lark.replyMessageLark({ messageId: question.messageId, text: 'here it is' })
    expect(first?.chatId).toBe(question.chatId)
    const shown = JSON.stringify(await looked())
    expect(shown).toContain('hello')
    expect(await box.world.message({ messageId: second?.messageId ?? '' })).toMatchObject({
      parentId: question.messageId,
    })
  })

  test('what could not arrive is refused before anything is sent, with a code', async () => {
    const to = question.chatId
    const card: Record<string, unknown> = {}
    card.itself = card
    const sends = [
      lark.sendMessageLark({ to, text: ' \n' }),
      lark.replyMessageLark({ messageId: question.messageId, text: '' }),
      lark.sendMessageLark({ to, text: 'x', uuid: '' }),
      lark.sendInteractiveCardLark({ to, card }),
    ]
    for (const sent of await Promise.allSettled(sends))
      expect(sent).toMatchObject({ status: 'rejected', reason: { code: 'bad-request' } })
  })

  test.each([
    'http://platform.example',
    'platform.example',
    'https://a.example/path',
    'https://me@a.example',
    'ftp://a',
  ])('the App Secret is never sent to %s', domain => {
    expect(() => createLark({ ...options(), domain })).toThrow(LarkError)
  })

  test('a proxy that is none is not passed over', () => {
    expect(() => createLark({ ...options(), proxy: 'proxy.example:8080' })).toThrow(LarkError)
  })

  test('a person is reached by their Open ID', async () => {
    await lark.sendMessageLark({ to: person, text: 'to you alone' })
    expect(JSON.stringify(await looked())).toContain('to you alone')
  })

  test('a long text arrives whole, in order', async () => {
    const text = Array.from({ length: 4000 }, (_, line) => `第 ${line} 行：说明`).join('\n')
    const sent = await lark.sendMessageLark({ to: question.chatId, text })
    expect(sent.length).toBeGreaterThan(1)
    const shown = JSON.stringify(await looked())
    expect(shown.indexOf('第 0 行')).toBeGreaterThan(-1)
    expect(shown.indexOf('第 3999 行')).toBeGreaterThan(shown.indexOf('第 0 行'))
  })

  test('pictures, files, cards and posts arrive', async () => {
    const [picture, file] = [join(folder, 'dot.png'), join(folder, 'report.txt')]
    await Promise.all([writeFile(picture, PIXEL), writeFile(file, 'all is well')])
    const { imageKey } = await lark.uploadImageLark({ path: picture })
    const to = question.chatId
    await lark.sendImageLark({ to, path: picture })
    await lark.sendImageLark({ to, imageKey })
    await lark.sendFileLark({ to, path: file })
    await lark.sendInteractiveCardLark({
      to,
      card: { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'up **and** running' }] } },
    })
    await lark.sendPostLark({ to, post: { zh_cn: { title: 'News', content: [[{ tag: 'text', text: 'posted' }]] } } })
    const kinds = (await looked()).map(({ type }) => type)
    expect(kinds.slice(-5)).toEqual(['image', 'image', 'file', 'interactive', 'post'])
  })

  test('the same uuid sends once', async () => {
    const message = { to: question.chatId, text: 'only once', uuid: 'order-1' }
    const [[first], [again]] = [await lark.sendMessageLark(message), await lark.sendMessageLark(message)]
    expect(again).toEqual(first)
    expect(JSON.stringify(await looked()).split('only once')).toHaveLength(2)
  })

  test('bursts stay within the limits of the platform', async () => {
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, n) => lark.sendMessageLark({ to: question.chatId, text: `burst ${n}` })),
    )
    expect(sent).toHaveLength(12)
  })
})

describe('a program that asks', () => {
  test('who the bot is', async () => {
    expect(await lark.probeLarkBot()).toMatchObject({
      ok: true,
      openId: expect.stringMatching(/^ou_/),
      name: practiceApp.name,
    })
  })

  test('is told what is wrong, without the secret', async () => {
    const wrong = createLark({ ...options(), appSecret: 'not-the-real-one' })
    const probe = await wrong.probeLarkBot()
    expect(probe).toMatchObject({ ok: false, code: 'lark-bad-secret' })
    expect(JSON.stringify(probe)).not.toContain('not-the-real-one')
    await expect(wrong.sendMessageLark({ to: question.chatId, text: 'x' })).rejects.toBeInstanceOf(LarkError)
    await wrong.close()
  })

  test.each([
    ['an App ID of another form', { appId: 'abc' }, 'lark-app-id-invalid'],
    ['no secret', { appSecret: ' ' }, 'lark-secret-missing'],
  ])('%s is refused at once', (_name, change, code) => {
    expect(() => createLark({ ...options(), ...change })).toThrow(expect.objectContaining({ code }))
  })

  test('a target of another kind is refused', async () => {
    await expect(lark.sendMessageLark({ to: 'everybody', text: 'x' })).rejects.toThrow(/neither a chat ID/)
  })
})
