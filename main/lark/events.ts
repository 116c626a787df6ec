import type { EventDispatcher } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { ChannelSink } from '../chat/channel.ts'
import { arrivalOf, isOwnDoing, notedOf } from './arrivals.ts'
import { knownEvents } from './event-types.ts'
import type { Lark } from './http.ts'
import { sdkLogger } from './sdk-logger.ts'

export type EventOptions = {
  readonly account: string
  readonly sink: Pick<ChannelSink, 'message' | 'noted' | 'recalled'>
  readonly log: Logger
  readonly now: () => number
}

const MESSAGE = 'im.message.receive_v1'
const RECALLED = 'im.message.recalled_v1'
const CARD_ACTION = 'card.action.trigger'

/** Types that are not in our list get a handler when they first come; garbage must not fill the memory. */
const MOST_TYPES = 200

type Handler = (event: unknown) => unknown

/**
 * The SDK's dispatcher with a handler for whatever may come. It acknowledges a message once `sink.message` resolved;
 * when that rejects, so does the handler, and the platform is told 500 and sends the event again.
 */
export function createDispatcher(lark: Lark, { account, sink, log, now }: EventOptions): EventDispatcher {
  const onMessage: Handler = async event => {
    const arrival = arrivalOf(event, account, now())
    if ('problem' in arrival) return sink.noted(notedOf(MESSAGE, event, arrival.problem))
    await sink.message(arrival)
  }
  const onRecalled: Handler = event => {
    const noted = notedOf(RECALLED, event, 'The message was withdrawn.')
    if (noted.messageId) sink.recalled(noted.messageId)
    sink.noted(noted)
  }
  /** An empty object is the answer that leaves the card as it is; anything else the user would see as an error. */
  const onCardAction: Handler = event => {
    sink.noted(notedOf(CARD_ACTION, event, 'A button of a card was pressed.'))
    return {}
  }
  const note =
    (kind: string, reason: string): Handler =>
    event =>
      void (isOwnDoing(event) || sink.noted(notedOf(kind, event, reason)))

  const handlers: Record<string, Handler> = {
    [MESSAGE]: onMessage,
    [RECALLED]: onRecalled,
    [CARD_ACTION]: onCardAction,
  }
  for (const [kind, reason] of Object.entries(knownEvents)) {
    handlers[kind] = reason === undefined ? () => undefined : note(kind, reason)
  }

  const registered = new Set(Object.keys(handlers))
  /** Looks at the event before the SDK does, which answers an unknown type with a sentence, and a missing one too. */
  class Dispatcher extends lark.EventDispatcher {
    override async invoke(event: unknown, parameters?: { needCheck?: boolean }): Promise<unknown> {
      const type = typeOf(event)
      if (type === undefined)
        return sink.noted(notedOf('unknown', event, 'The event made no sense: header.event_type (missing).'))
      if (!registered.has(type)) {
        if (registered.size >= MOST_TYPES) return undefined
        registered.add(type)
        this.register({ [type]: note(type, 'Perch has no use for this kind of event.') })
      }
      return super.invoke(event, parameters)
    }
  }
  return new Dispatcher({ logger: sdkLogger(log), loggerLevel: lark.LoggerLevel.error }).register(handlers)
}

const Typed = z.object({ schema: z.string(), header: z.object({ event_type: z.string().min(1) }) })
const OldTyped = z.object({ event: z.object({ type: z.string().min(1) }) })

/** Events of schema 2.0 name their type in the header, old ones in the event. */
const typeOf = (event: unknown): string | undefined =>
  Typed.safeParse(event).data?.header.event_type ?? OldTyped.safeParse(event).data?.event.type
