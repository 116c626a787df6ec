import type { Logger } from '../base/logger.ts'
import type { Channel } from '../chat/channel.ts'
import type { Chat, Chats } from '../store/chats.ts'

type Ports = {
  readonly chats: Chats
  readonly channel: (account: string) => Channel | undefined
  readonly now: () => number
  readonly log: Logger
}

export type GroupNames = {
  /** Resolves when the names that were missing are known, or after a moment; what is left goes on by itself. */
  readonly learn: () => Promise<void>
  readonly stop: () => void
}

const DAY = 24 * 60 * 60_000
/** A group without a name is asked for again after a day, one with a name after a week: each question counts as a call. */
const ASKED_AGAIN = { unnamed: DAY, named: 7 * DAY }
/** So many at most of one account for one look at a screen. */
const MOST_AT_ONCE = 20
/** How long a screen waits for names (milliseconds). */
const PATIENCE_MS = 800

/** Asks the platform what groups are called, only while somebody looks at a screen that shows them. */
export function createGroupNames({ chats, channel, now, log }: Ports): GroupNames {
  const stopping = new AbortController()
  let running: Promise<void> | undefined

  const askIn = async (account: string, due: readonly Chat[]) => {
    for (const { chatId } of due) {
      const known = channel(account)
      if (!known) return
      const info = await known.chat(chatId, stopping.signal)
      if (stopping.signal.aborted) return
      await chats.named(account, chatId, info?.name ?? '', now())
    }
  }
  // side by side: a platform that does not answer keeps the names of no other account back
  const askAll = async () => {
    const due = (await chats.list()).filter(chat => isDue(chat, now()))
    const asked = [...Map.groupBy(due, ({ account }) => account)].map(([account, own]) =>
      askIn(account, own.slice(0, MOST_AT_ONCE)),
    )
    const failed = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected')
    for (const error of failed) log.debug('names of groups could not be learnt', { error })
  }
  const start = () =>
    askAll()
      .catch((error: unknown) => log.debug('names of groups could not be learnt', { error }))
      .finally(() => (running = undefined))
  return {
    learn: async () => {
      if (stopping.signal.aborted) return
      running ??= start()
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, PATIENCE_MS)
      await Promise.race([running, late])
      clearTimeout(timer)
    },
    stop: () => stopping.abort(),
  }
}

const isDue = ({ chatType, name, namedAt }: Chat, now: number): boolean =>
  chatType === 'group' && now - namedAt > (name === '' ? ASKED_AGAIN.unnamed : ASKED_AGAIN.named)
