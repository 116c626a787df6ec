import * as z from 'zod/mini'

/** A person of the pretend Feishu; their Open ID is the one that Perch's app sees. */
export const WorldPerson = z.object({ openId: z.string(), name: z.string(), kind: z.enum(['user', 'app']) })
export type WorldPerson = z.infer<typeof WorldPerson>

export const WorldChat = z.object({
  chatId: z.string(),
  title: z.string(),
  mode: z.enum(['p2p', 'group', 'topic']),
  members: z.array(z.string()),
  dissolved: z.boolean(),
})
export type WorldChat = z.infer<typeof WorldChat>

const Author = z.object({ kind: z.enum(['person', 'bot']), id: z.string(), name: z.string() })

const Control = z.object({ tag: z.string(), text: z.string(), disabled: z.optional(z.boolean()) })

/** A message as a person sees it in their client. */
export const WorldMessage = z.object({
  messageId: z.string(),
  chatId: z.string(),
  sender: Author,
  type: z.string(),
  text: z.string(),
  card: z.optional(
    z.object({
      title: z.optional(z.string()),
      text: z.string(),
      fullText: z.string(),
      /** The text of each part that has a name. */
      elements: z.optional(z.record(z.string(), z.string())),
      controls: z.array(Control),
      streaming: z.boolean(),
    }),
  ),
  file: z.optional(
    z.object({ key: z.optional(z.string()), name: z.string(), bytes: z.number(), kind: z.enum(['image', 'file']) }),
  ),
  quoted: z.optional(z.object({ messageId: z.string(), text: z.string() })),
  threadId: z.optional(z.string()),
  reactions: z.array(z.object({ emoji: z.string(), by: z.array(Author) })),
  at: z.number(),
  edits: z.number(),
  recalled: z.boolean(),
})
export type WorldMessage = z.infer<typeof WorldMessage>

export const People = z.array(WorldPerson)
export const Chats = z.array(WorldChat)
export const Messages = z.array(WorldMessage)
export const Said = z.object({ messageId: z.string(), chatId: z.string() })

/** What the person sees after pressing a button: a word of the app, or the platform's error. */
export const Pressed = z.union([
  z.object({ kind: z.literal('done'), toast: z.optional(z.object({ content: z.string() })) }),
  z.object({ kind: z.literal('error'), code: z.number(), message: z.string() }),
])
