import type { AppError } from '../contract/errors.ts'
import type { ModelHandle } from './model.ts'
import type { Permission } from './permit.ts'
import type { Access, Tool, ToolScene } from './tool.ts'

/** What happens in a turn, in order; exactly one `turn-ended` or `turn-failed` comes last. */
export type TurnEvent =
  | { readonly type: 'reasoning-added'; readonly text: string }
  /** The answer is all of these together. */
  | { readonly type: 'text-added'; readonly text: string }
  | {
      readonly type: 'tool-started'
      readonly id: string
      readonly tool: string
      readonly target: string
      readonly access: Access
      readonly at: number
    }
  | {
      readonly type: 'tool-ended'
      readonly id: string
      readonly tool: string
      readonly ok: boolean
      readonly milliseconds: number
      readonly problem?: string
    }
  /** Messages of the sender that joined before this model call. */
  | { readonly type: 'steered'; readonly ids: readonly number[] }
  | { readonly type: 'usage-reported'; readonly model: string; readonly input: number; readonly output: number }
  /** What to append to the conversation: plain JSON, once, just before the end. */
  | { readonly type: 'messages-added'; readonly messages: readonly unknown[] }
  | { readonly type: 'turn-ended'; readonly reason: 'done' | 'step-limit' | 'length' | 'stopped' }
  | { readonly type: 'turn-failed'; readonly error: AppError }

/** A picture that belongs to a message: where it lies among the received files, and what to call it in words. */
export type Picture = { readonly path: string; readonly mediaType: string; readonly label: string }

/** What a message holds that its sender did not write. */
export type Taint = 'file' | 'quote' | 'forward' | 'card'

export type SteerMessage = {
  readonly id: number
  readonly text: string
  readonly pictures?: readonly Picture[]
  readonly tainted?: readonly Taint[]
}

/** How a model that takes pictures comes to them; a model without eyes is told about them in words. */
export type Eyes = {
  /** `undefined` when the picture is gone. */
  readonly load: (path: string) => Promise<Uint8Array | undefined>
  /** The model turned out to take none. */
  readonly blind: () => void
}

export type Turn = {
  readonly model: ModelHandle
  readonly instructions: string
  /** Rows of the conversation as they were stored; what is no message of the SDK's is left out. */
  readonly history: readonly unknown[]
  readonly question: string
  readonly pictures?: readonly Picture[]
  /** What the question holds that its sender did not write, and what all that this turn reads does. */
  readonly foreign?: readonly Taint[]
  readonly tainted?: readonly Taint[]
  /** Absent where the model is known to take no pictures. */
  readonly eyes?: Eyes
  readonly tools: readonly Tool[]
  readonly scene: ToolScene
  readonly permit: (access: Access) => Permission
  /** Asked before each further model call for what the sender wrote meanwhile. */
  readonly steer: () => readonly SteerMessage[] | Promise<readonly SteerMessage[]>
  readonly maxSteps: number
  readonly maxTokens: number
  readonly contextTokens: number
  /** After so long without anything from the model the turn fails. */
  readonly stallMilliseconds: number
  readonly signal: AbortSignal
  readonly now: () => number
}
