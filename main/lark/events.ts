import type { EventDispatcher } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import type { ChannelSink } from '../chat/channel.ts'
import { arrivalOf, isOwnDoing, notedOf, reactionOf } from './arrivals.ts'
import { pressOf, toastOf } from './presses.ts'
import { knownEvents } from './event-types.ts'
import type { Lark } from './http.ts'
import { sdkLogger } from './sdk-logger.ts'

export type EventOptions = {
  readonly account: string
  readonly sink: Pick<ChannelSink, 'message' | 'noted' | 'recalled' | 'pressed' | 'reacted'>
  readonly log: Logger
  readonly now: () => number
}

const MESSAGE = 'im.message.receive_v1'
const RECALLED = 'im.message.recalled_v1'
const REACTED = 'im.message.reaction.created_v1'
const UNREACTED = 'im.message.reaction.deleted_v1'
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
  /** Never queued: the platform waits three seconds for what this returns. A card that streams can't be changed by it. */
  const onCardAction: Handler = async event => {
    sink.noted(notedOf(CARD_ACTION, event, 'A button of a card was pressed.'))
    return toastOf(await sink.pressed(pressOf(event)))
  }
  /** The bot's own signs come back as events too; only people's are kept. */
  const onReaction =
    (kind: string, present: boolean): Handler =>
    async event => {
      if (isOwnDoing(event)) return
      const reaction = reactionOf(event, present, now())
      if (reaction) await sink.reacted(reaction)
      sink.noted(notedOf(kind, event, present ? 'A reaction was added.' : 'A reaction was taken away.'))
    }
  const note =
    (kind: string, reason: string): Handler =>
    event =>
      void (isOwnDoing(event) || sink.noted(notedOf(kind, event, reason)))

  const handlers: Record<string, Handler> = {
    [MESSAGE]: onMessage,
    [RECALLED]: onRecalled,
    [CARD_ACTION]: onCardAction,
    [REACTED]: onReaction(REACTED, true),
    [UNREACTED]: onReaction(UNREACTED, false),
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
