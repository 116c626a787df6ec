import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { Body, Target } from '../../main/chat/message.ts'
import { createOutbound, type Outbound } from '../../main/lark/outbound.ts'
import { createPlatform, type Platform } from '../../main/lark/platform.ts'
import { practiceApp } from '../../main/sandbox/platform.ts'
import { createSandbox, type Sandbox } from '../../main/sandbox/sandbox.ts'

const never = new AbortController().signal
const text = (words: string): Body => ({ kind: 'text', text: words })
const markdown = (words: string): Body => ({ kind: 'markdown', text: words })

let box: Sandbox
let platform: Platform
let outbound: Outbound
let agent: Agent
let question: { readonly messageId: string; readonly chatId: string }
let person: string

beforeEach(async () => {
  box = await createSandbox()
  agent = new Agent({ keepAlive: true })
  platform = createPlatform({
    account: 'default',
    appId: practiceApp.appId,
    appSecret: practiceApp.appSecret,
    baseUrl: box.url,
    network: { agent },
    countCall: () => undefined,
    log: silentLogger,
    now: Date.now,
  })
  outbound = createOutbound({
    platform,
    appId: practiceApp.appId,
    log: silentLogger,
    now: Date.now,
    unmetered: () => false,
  })
  person = (await box.world.createPerson({ name: '安安' })).openId
  question = await box.world.say({ person, text: 'What is the plan?' })
})

afterEach(async () => {
  platform.close()
  agent.destroy()
  await box.close()
})

const answering = (inThread = false): Target => ({ kind: 'reply', ...question, inThread })
const replies = () => box.world.replies({ messageId: question.messageId })

const card = async () => (await replies())[0]?.card
const signs = async () =>
  (await box.world.message({ messageId: question.messageId })).reactions.map(reaction => reaction.emoji)
const outgoing = (body: Body, inThread = false) => ({ uuid: 'u1', to: answering(inThread), body })

describe('sending', () => {
  test('a reply quotes its question', async () => {
    const sent = await outbound.send({ uuid: 'u1', to: answering(), body: text('Here it is.') }, never)
    expect(await replies()).toMatchObject([
      { ...sent, type: 'text', text: 'Here it is.', quoted: { messageId: question.messageId } },
    ])
  })

  test('a reply in a thread opens one', async () => {
    await outbound.send({ uuid: 'u1', to: answering(true), body: text('Here it is.') }, never)
    expect(await replies()).toMatchObject([{ threadId: expect.stringMatching(/^omt_/) }])
  })

  test('a person and a chat can be written to without a question', async () => {
    const first = await outbound.send(
      { uuid: 'u1', to: { kind: 'person', openId: person }, body: text('Hello') },
      never,
    )
    await outbound.send({ uuid: 'u2', to: { kind: 'chat', chatId: first.chatId }, body: text('again') }, never)
    const seen = await box.world.look({ chat: question.chatId })
    expect(seen.map(message => message.text)).toEqual(['What is the plan?', 'Hello', 'again'])
  })

  test('an answer that is lost on its way back is sent once', async () => {
    await box.world.failRoute({ route: '/reply', drop: 'after' })
    const sent = await outbound.send({ uuid: 'u1', to: answering(), body: text('Once.') }, never)
    expect(await replies()).toMatchObject([sent])
    expect(await box.world.calls({ route: '/reply' })).toHaveLength(2)
  })

  test('the same uuid after a restart is the same message', async () => {
    const first = await outbound.send({ uuid: 'u1', to: answering(), body: text('Once.') }, never)
    const again = await outbound.send({ uuid: 'u1', to: answering(), body: text('Once.') }, never)
    expect(again).toEqual(first)
    expect(await replies()).toHaveLength(1)
  })

  test('when the question is withdrawn, the answer still arrives in the chat', async () => {
    await box.world.recall({ messageId: question.messageId })
    const sent = await outbound.send({ uuid: 'u1', to: answering(), body: text('Anyway.') }, never)
    const seen = await box.world.message({ messageId: sent.messageId })
    expect(seen).toMatchObject({ chatId: question.chatId, text: 'Anyway.' })
    expect(seen).not.toHaveProperty('parentId')
  })

  test('markdown takes the form that shows it best', async () => {
    await outbound.send({ uuid: 'u1', to: answering(), body: markdown('Just words') }, never)
    await outbound.send({ uuid: 'u2', to: answering(), body: markdown('**Bold** words') }, never)
    await outbound.send({ uuid: 'u3', to: answering(), body: markdown('| a | b |\n|---|---|\n| 1 | 2 |') }, never)
    expect((await replies()).map(reply => reply.type)).toEqual(['text', 'post', 'interactive'])
  })

  test('a refused card arrives as a post, and a refused post as a text', async () => {
    const refusal = { code: 230099, status: 400, message: 'Failed to create card content' }
    await box.world.failRoute({ route: '/reply', ...refusal, times: 2 })
    await outbound.send({ uuid: 'u1', to: answering(), body: markdown('# Plan\n\nwords') }, never)
    expect(await replies()).toMatchObject([{ type: 'text', text: 'Plan\n\nwords' }])
  })

  test('a long answer arrives whole, in pieces that the platform takes', async () => {
    const paragraphs = Array.from({ length: 900 }, (_, count) => `第${count}段：**内容** "引号" \\ 与 \`code\`。\n\n`)
    const answer = `${paragraphs.join('')}\`\`\`js\n${'console.log("你好")\n'.repeat(900)}\`\`\`\n`
    const bodies = outbound.bodies(answer)
    expect(bodies.length).toBeGreaterThan(3)
    for (const [index, body] of bodies.entries()) {
      await outbound.send({ uuid: `u${index}`, to: answering(), body }, never)
    }
    const seen = (await replies()).map(reply => reply.text).join('\n')
    for (const paragraph of paragraphs) expect(seen).toContain(paragraph.trim())
    expect(seen.match(/console\.log/g)).toHaveLength(900)
  })

  test('nobody is mentioned by what a model writes', async () => {
    await outbound.send(
      { uuid: 'u1', to: answering(), body: text(`<at user_id="${person}">x</at> <at user_id="all"></at>`) },
      never,
    )
    const [reply] = await replies()
    expect(reply?.text).not.toContain('@')
  })

  test('images and files arrive as what they are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'perch-'))
    const files = { 'pixel.png': 'image', 'notes.txt': 'file', '说明.pdf': 'file', 'clip.mp4': 'file' } as const
    for (const name of Object.keys(files)) await writeFile(join(folder, name), 'not empty')
    for (const [name, kind] of Object.entries(files)) {
      await outbound.send({ uuid: name, to: answering(), body: { kind, path: join(folder, name) } }, never)
    }
    await rm(folder, { recursive: true })
    expect(await replies()).toMatchObject([
      { type: 'image', file: { bytes: 9 } },
      { type: 'file', file: { name: 'notes.txt', bytes: 9 } },
      { type: 'file', file: { name: '说明.pdf' } },
      { type: 'media', file: { name: 'clip.mp4' } },
    ])
  })

  test('a refusal says what and why, without the words of the message', async () => {
    await box.world.changePerson({ person, standing: 'stopped' })
    const failure = outbound.send({ uuid: 'u1', to: answering(), body: text('secret words') }, never)
    await expect(failure).rejects.toMatchObject({ code: 'lark-not-available', platformCode: 230053 })
    await expect(failure).rejects.not.toThrow(/secret words/)
  })
})

describe("the platform's limits", () => {
  test('a burst to one chat is never refused, arrives whole and in order', async () => {
    const words = Array.from({ length: 14 }, (_, count) => `message ${count}`)
    await Promise.all(
      words.map((word, count) => outbound.send({ uuid: `u${count}`, to: answering(), body: text(word) }, never)),
    )
    expect((await replies()).map(reply => reply.text)).toEqual(words)
    expect((await box.world.calls({ route: '/reply' })).every(call => call.code === 0)).toBe(true)
  })

  test('when the platform is stricter than it said, everything still arrives once', async () => {
    await box.world.setLimits({ chat: { calls: 2, per: 1000 } })
    const words = Array.from({ length: 5 }, (_, count) => `message ${count}`)
    await Promise.all(
      words.map((word, count) => outbound.send({ uuid: `u${count}`, to: answering(), body: text(word) }, never)),
    )
    expect((await replies()).map(reply => reply.text)).toEqual(words)
  })
})

describe('streaming cards', () => {
  const view = { answer: '', steps: '', status: 'Thinking…' }
  async function shown() {
    const cardId = await outbound.createCard(view, never)
    await outbound.send({ uuid: 'card', to: answering(), body: { kind: 'card', cardId } }, never)
    return cardId
  }

  test('a card grows and closes with the whole answer, its steps folded', async () => {
    const cardId = await shown()
    expect(await card()).toMatchObject({ streaming: true, summary: 'Thinking…' })
    expect(await outbound.writeCard(cardId, 'steps', '✅ read_file · `todo.md`', 1, never)).toBe('written')
    expect(await outbound.writeCard(cardId, 'answer', 'Buy', 2, never)).toBe('written')
    expect(await card()).toMatchObject({ elements: { answer: 'Buy', steps: expect.stringContaining('todo.md') } })
    const done = { answer: 'Buy **milk**.', steps: '✅ read_file · `todo.md`', status: '' }
    expect(await outbound.finishCard(cardId, done, 3, never)).toBe('written')
    expect(await card()).toMatchObject({
      streaming: false,
      summary: 'Buy milk.',
      text: 'Buy **milk**.'.replace(/^/, "<font color='grey'>Steps · 1</font>\n"),
    })
    expect(await box.world.calls({ route: '/cardkit/v1/cards' })).toHaveLength(4)
  })

  test('a card that streamed too long is told as closed, and still finished', async () => {
    const cardId = await shown()
    await box.world.advanceClock({ milliseconds: 11 * 60_000 })
    expect(await outbound.writeCard(cardId, 'answer', 'late', 1, never)).toBe('closed')
    expect(await outbound.writeCard(cardId, 'answer', 'late', 2, never)).toBe('closed')
    expect(await outbound.finishCard(cardId, { ...view, answer: 'The end.' }, 3, never)).toBe('written')
    expect(await card()).toMatchObject({ streaming: false, text: expect.stringContaining('The end.') })
  })

  test('a crash that forgot the sequence does not keep the end from the card', async () => {
    const cardId = await shown()
    for (const sequence of [500, 501]) await outbound.writeCard(cardId, 'answer', 'x', sequence, never)
    expect(await outbound.finishCard(cardId, { ...view, answer: 'The end.' }, 1, never)).toBe('written')
    expect(await card()).toMatchObject({ text: expect.stringContaining('The end.') })
  })

  test('a lost answer to the last write does no harm', async () => {
    const cardId = await shown()
    await box.world.failRoute({ route: 'PUT /open-apis/cardkit', drop: 'after' })
    expect(await outbound.finishCard(cardId, { ...view, answer: 'The end.' }, 7, never)).toBe('written')
    expect(await card()).toMatchObject({ streaming: false, text: expect.stringContaining('The end.') })
  })

  test('a card that is too old is gone', async () => {
    const cardId = await shown()
    await box.world.advanceClock({ milliseconds: 15 * 24 * 3_600_000 })
    expect(await outbound.writeCard(cardId, 'answer', 'x', 1, never)).toBe('gone')
    expect(await outbound.finishCard(cardId, view, 2, never)).toBe('gone')
  })

  test('the longest piece of an answer fits its card with all its steps', async () => {
    const cardId = await shown()
    const [first] = outbound.bodies('"引号" 与 \\反斜杠\\，还有很多字。'.repeat(3000))
    const steps = Array.from({ length: 60 }, (_, count) => `✅ run_command · \`${'"'.repeat(60)}\` · ${count} s`).join(
      '\n',
    )
    const answer = first && 'text' in first ? first.text : ''
    expect(answer.length).toBeGreaterThan(5000)
    expect(await outbound.writeCard(cardId, 'steps', steps, 1, never)).toBe('written')
    expect(await outbound.writeCard(cardId, 'answer', answer, 2, never)).toBe('written')
    expect(await outbound.finishCard(cardId, { answer, steps, status: 'Done' }, 3, never)).toBe('written')
  })
})

describe('signs and names', () => {
  test('the typing sign comes and goes', async () => {
    const id = await outbound.startTyping(question.messageId, never)
    expect(await signs()).toEqual(['Typing'])
    await outbound.stopTyping(question.messageId, id, never)
    expect(await signs()).toEqual([])
  })

  test('after a crash only our own sign is taken away', async () => {
    await outbound.startTyping(question.messageId, never)
    await box.world.react({ person, messageId: question.messageId, emoji: 'Typing' })
    await outbound.stopTyping(question.messageId, undefined, never)
    const { reactions } = await box.world.message({ messageId: question.messageId })
    expect(reactions).toMatchObject([{ emoji: 'Typing', by: [{ id: person }] }])
  })

  test('"done" is shown', async () => {
    await outbound.markDone(question.messageId, never)
    expect(await signs()).toEqual(['DONE'])
  })

  test('without the permission nothing is shown and nothing breaks', async () => {
    await box.world.revokeScopes({ scopes: ['im:message', 'im:message.reactions:write_only'] })
    expect(await outbound.startTyping(question.messageId, never)).toBeUndefined()
    await outbound.markDone(question.messageId, never)
    expect(await box.world.calls({ route: '/reactions' })).toHaveLength(1)
  })

  test('people and chats have names, if the app may know them', async () => {
    const group = await box.world.createGroup({ name: '团队', members: [person] })
    expect(await outbound.person(person, never)).toMatchObject({ name: '安安' })
    expect(await outbound.chat(group.chatId, never)).toMatchObject({ name: '团队', mode: 'group', ownerId: person })
  })

  test('without the permission there is no name', async () => {
    await box.world.revokeScopes({ scopes: ['contact:user.base:readonly'] })
    expect(await outbound.person(person, never)).toBeUndefined()
  })
})

describe('after a crash', () => {
  test.each([
    ['text', text('The plan is simple.')],
    ['post', markdown('The **plan** is [simple](https://a.b).')],
    ['card', markdown('# The plan\n\nis simple')],
  ])('a %s that was sent is found in the history', async (_type, body) => {
    const before = Date.now()
    const sent = await outbound.send(outgoing(body), never)
    expect(await outbound.findSent(outgoing(body), before, never)).toEqual(sent)
  })

  test('also inside a thread', async () => {
    const before = Date.now()
    const sent = await outbound.send(outgoing(text('In the thread.'), true), never)
    expect(await outbound.findSent(outgoing(text('In the thread.'), true), before, never)).toEqual(sent)
  })

  test('what was not sent is absent', async () => {
    await outbound.send(outgoing(text('The first part.')), never)
    expect(await outbound.findSent(outgoing(text('The second part.')), Date.now(), never)).toBe('absent')
  })

  test('a group whose history may not be read tells nothing', async () => {
    const group = await box.world.createGroup({ name: 'Team', members: [person] })
    const asked = await box.world.say({ person, chat: group.chatId, text: 'Hi' })
    await box.world.revokeScopes({ scopes: ['im:message.group_msg'] })
    const to = { kind: 'reply', messageId: asked.messageId, chatId: group.chatId, inThread: false } as const
    expect(await outbound.findSent({ uuid: 'u1', to, body: text('Hi') }, Date.now(), never)).toBe('unknown')
  })
})
