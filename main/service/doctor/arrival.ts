import { failed, ok, sentences, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import { ago } from './ago.ts'
import type { AccountContext } from './context.ts'
import { readEvidence } from './rivals.ts'

const hello: Words = {
  en: 'Send "hello" to the bot in a direct message. If it appears in the Log, events work. If it does not: under Events & Callbacks long connection is not chosen, "Message received" is not added, the version with them is not published, or another program takes the event; the checks above tell what is known of each.',
  zh: '请私聊机器人发送 “hello”。若出现在日志中，说明事件正常；若没有：可能是「事件与回调」未选长连接、未添加「接收消息」、含这些设置的版本未发布，或被其他程序取走；上面的检查说明了各项已知情况。',
}

/** After a longer silence what came last tells nothing about today (milliseconds). */
const FRESH_MS = 24 * 60 * 60_000

export const isFresh = (at: number, now: number): boolean => now - at < FRESH_MS

/** Whether messages come now, as far as it shows: the last one is not long ago, and none is known to be missing. */
export async function messagesArrive(context: AccountContext, signal: AbortSignal): Promise<boolean> {
  const { traffic, ports } = context
  const last = traffic().lastMessage
  return last !== undefined && isFresh(last.at, ports.now()) && (await missedIn(context, signal)) === 0
}

/** How many messages the platform holds that should have come; asked only while there is a connection. */
async function missedIn(context: AccountContext, signal: AbortSignal): Promise<number> {
  if (context.view()?.state !== 'online') return 0
  const evidence = await readEvidence(context, signal)
  return evidence && 'value' in evidence ? evidence.value.missed : 0
}

export async function checkArrival(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  const { traffic, ports, links, view } = context
  const seen = { at: traffic().lastEvent?.at, kind: traffic().lastEvent?.kind ?? '' }
  return judgeArrival({
    ...seen,
    missed: await missedIn(context, signal),
    isConnected: view()?.state === 'online',
    now: ports.now(),
    link: links.events,
  })
}

type Arrival = {
  /** When the last event came, and what it was. */
  readonly at: number | undefined
  readonly kind: string
  readonly missed: number
  readonly isConnected: boolean
  readonly now: number
  readonly link: string | undefined
}

/** Exported for its table of decisions. */
export function judgeArrival({ at, kind, missed, isConnected, now, link }: Arrival): Finding {
  const when = ago(now - (at ?? now))
  const last = { en: `The last event (${kind}) came ${when.en}.`, zh: `最近的事件（${kind}）在${when.zh}到达。` }
  if (missed > 0) {
    const lost = {
      en: `Connected, and yet ${missed} messages that people wrote since did not arrive.`,
      zh: `已连接，但此后有 ${missed} 条用户消息没有到达。`,
    }
    return failed(sentences(lost, at !== undefined && last), mayBe, { link, test: hello })
  }
  if (at !== undefined && isFresh(at, now)) return ok(last)
  if (at !== undefined) {
    const silence = {
      en: 'Nothing came since; a bot that nobody wrote to looks the same.',
      zh: '此后没有收到任何事件；没有人给机器人发消息时也是如此。',
    }
    return unknown(sentences(last, silence), hello, { link })
  }
  return unknown(
    isConnected
      ? {
          en: 'Connected, but no event has ever arrived. A bot that nobody wrote to looks the same.',
          zh: '已连接，但从未收到事件；还没有人给机器人发消息时也是如此。',
        }
      : { en: 'No event has ever arrived.', zh: '从未收到事件。' },
    hello,
    { link },
  )
}

const mayBe: Words = {
  en: 'Under Events & Callbacks see that long connection is chosen and "Message received" is added, and publish a version; if all of that is so, another program takes events of this bot.',
  zh: '请在「事件与回调」确认已选择长连接并添加「接收消息」，并发布版本；若都已如此，则有其他程序在取走该机器人的事件。',
}
