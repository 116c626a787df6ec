import type { z } from 'zod'

/** What a tool may touch; the permit decides by it. */
export type Access = 'read' | 'write' | 'run' | 'network' | 'send'

/** What a tool is told about the turn that calls it. */
export type ToolScene = {
  readonly account: string
  readonly chatId: string
  readonly senderId: string
  readonly workspace: string
  /** The folder of what was received in this chat; it need not exist. */
  readonly received?: string
  /** What is being answered; absent where no message of a chat led to the turn. */
  readonly message?: AnsweredMessage
}

/** The message that a turn answers: enough to put something into its chat, at its place, once. */
export type AnsweredMessage = {
  readonly inboxId: number
  readonly messageId: string
  readonly chatType: 'p2p' | 'group'
  readonly inThread: boolean
}

export interface Tool {
  readonly name: string
  /** For the model: what it does and when to use it. */
  readonly describe: string
  readonly access: Access
  readonly input: z.ZodType
  /** The one word of the call that a reader wants to see: the path, the query. Never a secret. */
  target(input: unknown): string
  /** Answers with text for the model. A rejection is told to the model, never to the sender. */
  run(input: unknown, scene: ToolScene, signal: AbortSignal): Promise<string>
}

type Definition<S extends z.ZodType> = {
  name: string
  describe: string
  access: Access
  input: S
  target(input: z.output<S>): string
  run(input: z.output<S>, scene: ToolScene, signal: AbortSignal): Promise<string>
}

/** Keeps the input type of each tool inside it; the loop sees only `Tool`. */
export function defineTool<S extends z.ZodType>(tool: Definition<S>): Tool {
  return {
    ...tool,
    target: input => {
      const parsed = tool.input.safeParse(input)
      return parsed.success ? tool.target(parsed.data) : ''
    },
    run: (input, scene, signal) => tool.run(tool.input.parse(input), scene, signal),
  }
}
