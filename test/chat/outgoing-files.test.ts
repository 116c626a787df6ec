import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { createCopies } from '../../main/service/outgoing.ts'
import { FakeChannel } from '../fakes/channel.ts'
import { arrival, startChat, type TestChat } from '../fakes/chat.ts'

const running: TestChat[] = []
afterEach(async () => {
  for (const chat of running.splice(0)) await chat.stop({ grace: 0 })
})
const start = async (options: Parameters<typeof startChat>[0] = {}) => {
  const chat = await startChat(options)
  running.push(chat)
  return chat
}

const file = (text: string, name = 'report.pdf') =>
  ({ content: Readable.from([Buffer.from(text)]), name, kind: 'file' }) as const
const signal = new AbortController().signal
const copiesIn = (chat: TestChat): string[] => {
  const root = join(chat.folder, 'media', '.outgoing')
  return (
    readdirSync(root, { recursive: true, withFileTypes: true }) as {
      isFile(): boolean
      parentPath: string
      name: string
    }[]
  )
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

/** A message in the inbox, and the occasion that it gives. */
async function asked(chat: TestChat, threadId?: string) {
  const { item } = await chat.store.inbox.record(arrival('send it', threadId === undefined ? {} : { threadId }))
  const { account, chatId, messageId } = item.arrival
  return { item, occasion: { account, chatId, inboxId: item.id, messageId, inThread: threadId !== undefined } }
}

describe('a file of a turn', () => {
  test('goes out as a reply at its place, from a private copy that is gone afterwards', async () => {
    const channel = new FakeChannel()
    let copy: { text: string; mode: number } | undefined
    const send = channel.send.bind(channel)
    channel.send = outgoing => {
      if ('path' in outgoing.body)
        copy = { text: readFileSync(outgoing.body.path, 'utf8'), mode: statSync(outgoing.body.path).mode & 0o777 }
      return send(outgoing)
    }
    const chat = await start({ channel })
    const { occasion } = await asked(chat, 'omt_1')
    expect(await chat.files.send(occasion, file('numbers', '../re:port.pdf'), signal)).toBe('sent')
    expect(channel.sent).toMatchObject([
      { to: { kind: 'reply', messageId: occasion.messageId, inThread: true }, body: { kind: 'file' } },
    ])
    const [sent] = channel.sent
    expect(sent && 'path' in sent.body && sent.body.path).toMatch(
      /[/\\]\.outgoing[/\\][0-9a-f]{32}[/\\][^/\\]*re_port\.pdf$/,
    )
    expect(copy?.text).toBe('numbers')
    if (process.platform !== 'win32') expect(copy?.mode).toBe(0o600)
    expect(copiesIn(chat)).toEqual([])
  })

  test('goes out once: also when it is asked for twice, or the turn begins anew', async () => {
    const chat = await start()
    const { occasion } = await asked(chat)
    await chat.files.send(occasion, file('one'), signal)
    expect(await chat.files.send(occasion, file('one'), signal)).toBe('already')
    expect(await chat.files.send(occasion, file('two'), signal)).toBe('sent')
    expect(await chat.files.send(occasion, file('one', 'other.pdf'), signal)).toBe('sent')
    expect(chat.channel.sent).toHaveLength(3)
    expect(copiesIn(chat)).toEqual([])
  })

  test('that was cut off by a crash goes out at the next start, once and with the same uuid', async () => {
    const chat = await start()
    const { item, occasion } = await asked(chat)
    chat.channel.fail('send', 'lark-unreachable', 1)
    await expect(chat.files.send(occasion, file('numbers'), signal)).rejects.toMatchObject({ code: 'lark-unreachable' })
    expect(copiesIn(chat)).toHaveLength(1)
    const [first] = await chat.store.outbox.pending()
    await chat.stop({ keep: true, grace: 0 })
    running.pop()
    const again = await start({ dir: chat.folder, channel: chat.channel })
    await again.files.tidy()
    expect(copiesIn(again)).toHaveLength(1)
    await again.files.resume(item, chat.channel, signal)
    await again.files.resume(item, chat.channel, signal)
    expect(chat.channel.sent.map(({ uuid }) => uuid)).toEqual([first?.outgoing.uuid])
    expect(await again.files.send(occasion, file('numbers'), signal)).toBe('already')
    expect(copiesIn(again)).toEqual([])
  })

  test('leaves no copy behind when the platform refuses it, or its message is done with', async () => {
    const chat = await start()
    const { item, occasion } = await asked(chat)
    chat.channel.fail('send', 'lark-content-refused', 1)
    await expect(chat.files.send(occasion, file('a'), signal)).rejects.toMatchObject({ code: 'lark-content-refused' })
    expect(copiesIn(chat)).toEqual([])
    chat.channel.fail('send', 'lark-unreachable', 1)
    await expect(chat.files.send(occasion, file('b'), signal)).rejects.toThrow('send failed')
    await chat.store.inbox.setStage([item.id], 'done', 'failed', '')
    await chat.files.tidy()
    expect(copiesIn(chat)).toEqual([])
  })

  test('that breaks off while it is read is not sent, and the folder removes nothing outside of it', async () => {
    const chat = await start()
    const { occasion } = await asked(chat)
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the disk is gone')
      })(),
    )
    await expect(chat.files.send(occasion, { content: broken, name: 'a.txt', kind: 'file' }, signal)).rejects.toThrow(
      'disk',
    )
    expect([chat.channel.sent.length, copiesIn(chat).length]).toEqual([0, 0])
    await createCopies(join(chat.folder, 'media', '.outgoing')).drop(join(chat.folder, 'perch.db'))
    expect(statSync(join(chat.folder, 'perch.db')).isFile()).toBe(true)
  })
})
