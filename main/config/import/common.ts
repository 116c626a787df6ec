import type { Value } from '../parse.ts'
import type { ConfigPath } from '../problems.ts'
import type { SourceAccount } from './accounts.ts'
import { reasons } from './reasons.ts'
import type { Survey } from './survey.ts'
import { isTable, pathOf } from './tree.ts'

/** Sets a key to what one of the source says, where the source has it. */
export function takeValue(survey: Survey, from: ConfigPath | undefined, to: ConfigPath): void {
  const value = from && survey.value(from)
  if (from && value !== undefined) survey.tell(from, [survey.draft.put(to, value, reasons.mapped)])
}

/** An agent as it would stand here, and the keys of the source that say so. */
export type SourceAgent = {
  readonly agent: {
    readonly id: string
    readonly default?: boolean
    readonly systemPrompt?: string
    readonly maxSteps?: Value
  }
  readonly paths: readonly ConfigPath[]
}

/** Takes the list of agents as one; what they may read, and their programs, stay out of it. */
export function takeAgents(survey: Survey, agents: readonly SourceAgent[]): void {
  if (agents.length === 0) return
  const told = survey.draft.put(
    ['agents', 'list'],
    agents.map(({ agent }) => ({ ...agent })),
    reasons.mapped,
  )
  const row = told.outcome === 'conflict' ? { ...told, why: reasons.otherAgents } : told
  for (const path of agents.flatMap(({ paths }) => paths)) survey.tell(path, [row])
}

/** The account at the top of a channel, as its table says. */
export function accountAt(survey: Survey, id: string, ...names: readonly string[]): SourceAccount | undefined {
  const path = pathOf(survey.root, ...names)
  const table = path && survey.value(path)
  return path && isTable(table) ? { id, path, table } : undefined
}

/** Everything below `channels` that is another platform. */
export function ignoreOtherChannels(survey: Survey): void {
  const channels = survey.value(['channels'])
  if (!isTable(channels)) return
  for (const [name, value] of Object.entries(channels))
    if (name !== 'feishu' && name !== 'lark' && isTable(value)) survey.ignore(['channels', name], reasons.otherChannel)
}
