import { tool as sdkTool, type ToolSet } from 'ai'
import { AppError, isAppError } from '../contract/errors.ts'
import type { Permission } from './permit.ts'
import type { Access, Tool, ToolScene } from './tool.ts'

/** How a tool call ended, as the model is told. */
export type Outcome = { readonly ok: boolean; readonly text: string; readonly milliseconds: number }

/** The tools of one turn in the form the SDK takes, and what became of each call. */
export type Bench = {
  readonly tools: ToolSet
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Resolves when no tool runs any more, or after so many milliseconds. */
  idle(milliseconds: number): Promise<void>
}

export type GuardPorts = {
  readonly tools: readonly Tool[]
  readonly scene: ToolScene
  readonly permit: (access: Access) => Permission
  readonly signal: AbortSignal
  readonly now: () => number
}

/** A tool is told how much it may return; whatever comes beyond never reaches the model. */
const MOST_RESULT = 60_000

/** Every call passes the permit here, in code, whatever the model was told or came up with. */
export function createBench(ports: GuardPorts): Bench {
  const running = new Set<Promise<unknown>>()
  const outcomes = new Map<string, Outcome>()
  const execute = (tool: Tool) => async (input: unknown, call: { toolCallId: string }) => {
    const work = settle(tool, input, ports)
    running.add(work)
    const outcome = await work.finally(() => running.delete(work))
    outcomes.set(call.toolCallId, outcome)
    if (!outcome.ok) throw new Error(outcome.text)
    return outcome.text
  }
  const offered = ports.tools.filter(tool => ports.permit(tool.access) !== 'refuse')
  const entry = (tool: Tool) =>
    [tool.name, sdkTool({ description: tool.describe, inputSchema: tool.input, execute: execute(tool) })] as const
  return {
    tools: Object.fromEntries(offered.map(entry)),
    outcomes,
    idle: milliseconds => within(milliseconds, Promise.allSettled(running)),
  }
}

/** Never rejects: a tool that fails is an answer to the model, which may recover. */
async function settle(tool: Tool, input: unknown, ports: GuardPorts): Promise<Outcome> {
  const started = ports.now()
  const ended = (ok: boolean, text: string): Outcome => ({ ok, text, milliseconds: Math.max(0, ports.now() - started) })
  try {
    ports.signal.throwIfAborted()
    checkPermit(tool, ports.permit(tool.access))
    return ended(true, cut(await tool.run(input, ports.scene, ports.signal)))
  } catch (thrown) {
    return ended(false, ports.signal.aborted ? 'Stopped.' : explain(tool, thrown))
  }
}

function checkPermit(tool: Tool, permission: Permission): void {
  switch (permission) {
    case 'allow':
      return
    case 'ask':
      throw new AppError(
        'not-permitted',
        `${tool.name} needs the owner's approval, which can't be asked for here. It was not run.`,
      )
    case 'refuse':
      throw new AppError('not-permitted', `The person who asks may not use ${tool.name}. It was not run.`)
    default:
      permission satisfies never
  }
}

/** Our own sentences are safe to pass on; any other error could name paths of this computer. */
function explain(tool: Tool, thrown: unknown): string {
  if (isAppError(thrown)) return thrown.message
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
  return `${tool.name} failed${code === undefined ? '' : ` (${code})`}.`
}

const cut = (text: string) =>
  text.length <= MOST_RESULT
    ? text
    : `${text.slice(0, MOST_RESULT)}\n[cut: ${text.length - MOST_RESULT} more characters]`

function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    void work.finally(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
