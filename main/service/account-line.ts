import { EventEmitter, once } from 'node:events'
import type { Channel } from '../chat/channel.ts'
import { AppError } from '../contract/errors.ts'

/** One bot over all the connections it gets: a changed secret or a pause takes no answer that is under way. */
export type Line = {
  /** What whoever answers holds on to. */
  readonly channel: Channel
  /** The connection that calls go over from now on; while there is none, they wait. */
  attach(channel: Channel | undefined): void
  /** The bot is gone for good: whoever waits, and whoever calls later, is told so. */
  close(): void
}

/** Begins with the connection that the bot has now. */
export function createLine(first: Channel): Line {
  let live: Channel | undefined = first
  let last = first
  const over = new AbortController()
  const attached = new EventEmitter().setMaxListeners(0)

  const present = async (signal: AbortSignal): Promise<Channel> => {
    if (live) return live
    await waitFor(attached, first.account, over.signal, signal)
    return present(signal)
  }
  /** A question is asked again over the next connection when this one is taken away before the answer. */
  const asked = async <T>(signal: AbortSignal, ask: (channel: Channel) => Promise<T>): Promise<T> => {
    for (;;) {
      const channel = await present(signal)
      try {
        return await ask(channel)
      } catch (thrown) {
        if (channel === live || signal.aborted) throw thrown
      }
    }
  }
  /** What was said when the connection was taken away may have been heard: who said it decides about saying it again. */
  const said = async <T>(signal: AbortSignal, say: (channel: Channel) => Promise<T>): Promise<T> => {
    const channel = await present(signal)
    try {
      return await say(channel)
    } catch (thrown) {
      if (channel === live || signal.aborted) throw thrown
      throw cutOff(thrown)
    }
  }
  /** Only worth asking at once. */
  const lookedUp = <T>(ask: (channel: Channel) => Promise<T>): Promise<T> =>
    live ? ask(live) : Promise.reject(cutOff(undefined))

  const channel: Channel = {
    account: first.account,
    start: sink => live?.start(sink),
    stop: async () => live?.stop(),
    wake: () => live?.wake(),
    bodies: markdown => last.bodies(markdown),
    probe: signal => asked(signal, one => one.probe(signal)),
    read: (arrival, signal) => asked(signal, one => one.read(arrival, signal)),
    find: (messageId, signal) => asked(signal, one => one.find(messageId, signal)),
    download: (attachment, signal) => asked(signal, one => one.download(attachment, signal)),
    findSent: (outgoing, after, signal) => asked(signal, one => one.findSent(outgoing, after, signal)),
    send: (outgoing, signal) => said(signal, one => one.send(outgoing, signal)),
    startTyping: (messageId, signal) => said(signal, one => one.startTyping(messageId, signal)),
    stopTyping: (messageId, sign, signal) => said(signal, one => one.stopTyping(messageId, sign, signal)),
    markDone: (messageId, signal) => said(signal, one => one.markDone(messageId, signal)),
    createCard: (view, signal) => said(signal, one => one.createCard(view, signal)),
    writeCard: (card, part, text, sequence, signal) =>
      said(signal, one => one.writeCard(card, part, text, sequence, signal)),
    reopenCard: (card, view, sequence, signal) => said(signal, one => one.reopenCard(card, view, sequence, signal)),
    finishCard: (card, view, sequence, signal) => said(signal, one => one.finishCard(card, view, sequence, signal)),
    person: (openId, signal) => lookedUp(one => one.person(openId, signal)),
    chat: (chatId, signal) => lookedUp(one => one.chat(chatId, signal)),
    members: (chatId, signal) => lookedUp(one => one.members(chatId, signal)),
  }
  return {
    channel,
    attach: next => {
      live = next
      if (!next) return
      last = next
      attached.emit('attached')
    },
    close: () => {
      live = undefined
      over.abort()
    },
  }
}

async function waitFor(attached: EventEmitter, account: string, over: AbortSignal, signal: AbortSignal): Promise<void> {
  try {
    await once(attached, 'attached', { signal: AbortSignal.any([over, signal]) })
  } catch (cause) {
    if (!over.aborted) throw new AppError('cancelled', 'Stopped while waiting for the connection.', { cause })
    const gone = {
      en: `The account "${account}" was removed, or is another bot now.`,
      zh: `账号“${account}”已被移除，或已换成另一个机器人。`,
    }
    throw new AppError('not-found', gone, { cause })
  }
}

const cutOff = (cause: unknown): AppError =>
  new AppError(
    'lark-unreachable',
    { en: 'The connection was ended or made anew meanwhile.', zh: '连接在此期间已断开或重新建立。' },
    { cause },
  )
