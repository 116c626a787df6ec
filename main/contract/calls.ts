import { z } from 'zod'
import { doctorMethods } from './doctor.ts'
import { importMethods } from './importing.ts'
import { modelMethods } from './models.ts'
import { notifyMethods } from './notifying.ts'
import { setupMethods } from './setup.ts'
import type { AccountView, AppState, FateView, PersonView } from './state.ts'
import {
  LogFilter,
  type ConversationMargin,
  type ConversationView,
  type EventView,
  type GroupView,
  type LogPage,
  type SettingView,
  type TranscriptItem,
} from './views.ts'

const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const nothing = z.void()
const none = z.object({}).optional()

/** What `perch status` prints; scripts rely on its shape. */
export type StatusReport = {
  readonly version: string
  readonly pid: number
  readonly home: string
  readonly accounts: readonly AccountView[]
  readonly llm: AppState['llm']
  readonly queue: AppState['queue']
}

/** What a sent message became. */
export type SentReport = { readonly messageId: string; readonly chatId: string }

const whom = z.object({ id: z.string().min(1), account: z.string().optional() })

/** Everything a window or the command line may ask of the service. One line here adds one call. */
export const methods = {
  'status.get': method(z.object({ probe: z.boolean().default(false) }).prefault({}), z.custom<StatusReport>()),
  'screens.link': method(none, z.object({ url: z.string() })),
  'people.list': method(z.object({ account: z.string().optional() }).prefault({}), z.custom<readonly PersonView[]>()),
  'people.allow': method(whom, z.object({ allowed: z.string(), account: z.string() })),
  'people.deny': method(whom, z.object({ denied: z.string(), account: z.string() })),
  'fates.read': method(
    z.object({ before: z.number().optional(), limit: z.int().min(1).max(500).default(100) }).prefault({}),
    z.custom<readonly FateView[]>(),
  ),
  /**
   * The log after `after` (0: the newest rows). With `wait` it answers as soon as there is something, or after so many
   * milliseconds. Whoever reads too slowly is told how many rows were dropped.
   */
  'log.read': method(
    z
      .object({
        after: z.int().default(0),
        limit: z.int().min(1).max(2000).default(500),
        wait: z.int().min(0).max(25_000).default(0),
        filter: LogFilter.default({}),
      })
      .prefault({}),
    z.custom<LogPage>(),
  ),
  /** Older rows, from the log files and the store, newest first. */
  'log.history': method(
    z.object({ before: z.number(), limit: z.int().min(1).max(2000).default(500), filter: LogFilter.default({}) }),
    z.custom<LogPage>(),
  ),
  'event.read': method(z.object({ account: z.string(), messageId: z.string() }), z.custom<EventView>()),
  'person.waiting': method(
    z.object({ account: z.string(), openId: z.string() }),
    z.custom<readonly { readonly messageId: string; readonly at: number; readonly text: string }[]>(),
  ),
  'groups.list': method(z.object({ account: z.string().optional() }).prefault({}), z.custom<readonly GroupView[]>()),
  'groups.save': method(
    z.object({
      account: z.string(),
      chatId: z.string(),
      enabled: z.boolean().optional(),
      requireMention: z.boolean().optional(),
      systemPrompt: z.string().optional(),
    }),
    nothing,
  ),
  'conversations.list': method(
    z
      .object({
        search: z.string().max(200).optional(),
        before: z.number().optional(),
        limit: z.int().min(1).max(200).default(50),
      })
      .prefault({}),
    z.custom<readonly ConversationView[]>(),
  ),
  'conversations.read': method(
    z.object({ session: z.string(), before: z.int().optional(), limit: z.int().min(1).max(500).default(100) }),
    z.custom<readonly TranscriptItem[]>(),
  ),
  /** What the answers of a conversation cost, how people took them, and what was sent into it by hand. */
  'conversations.margin': method(z.object({ session: z.string() }), z.custom<ConversationMargin>()),
  'turn.stop': method(z.object({ turnId: z.string() }), nothing),
  'settings.list': method(none, z.custom<readonly SettingView[]>()),
  /** The pretend Feishu of practice mode; elsewhere `not-found`. */
  'practice.do': method(z.object({ operation: z.string(), input: z.unknown() }), z.unknown()),
  'message.send': method(
    z.object({
      account: z.string().optional(),
      to: z.string().optional(),
      reply: z.string().optional(),
      message: z.string().optional(),
      image: z.string().optional(),
      file: z.string().optional(),
      card: z.string().optional(),
      post: z.string().optional(),
      /** The same key sends the same message once, also when an earlier attempt got no answer. */
      key: z.string().min(1).max(100).optional(),
    }),
    z.custom<SentReport>(),
  ),
  'config.get': method(z.object({ path: z.string().default('') }).prefault({}), z.unknown()),
  'config.set': method(z.object({ path: z.string().min(1), value: z.unknown() }), nothing),
  'config.unset': method(z.object({ path: z.string().min(1) }), nothing),
  'secret.set': method(z.object({ name: z.string().min(1), value: z.string().min(1) }), nothing),
  'secret.unset': method(z.object({ name: z.string().min(1) }), nothing),
  'secret.list': method(none, z.array(z.object({ name: z.string(), host: z.string(), at: z.number() }))),
  'agent.pause': method(z.object({ paused: z.boolean() }), nothing),
  ...doctorMethods,
  ...importMethods,
  ...setupMethods,
  ...notifyMethods,
  ...modelMethods,
}

export type Method = keyof typeof methods
export type Input<M extends Method> = z.input<(typeof methods)[M]['input']>
export type Parsed<M extends Method> = z.output<(typeof methods)[M]['input']>
export type Output<M extends Method> = z.output<(typeof methods)[M]['output']>
