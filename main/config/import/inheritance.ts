import { Config } from '../../contract/config.ts'
import { accountPath, DEFAULT_ACCOUNT } from '../accounts.ts'
import type { Value } from '../parse.ts'
import { formatPath, type ConfigPath } from '../problems.ts'
import { valueAt } from '../prune.ts'
import type { Place } from './account-keys.ts'
import type { Draft } from './draft.ts'
import { inheritedKeys } from './inherited-keys.ts'
import { notes } from './reasons.ts'

const top = accountPath(DEFAULT_ACCOUNT)

/**
 * Keeps each account as its own file has it: what the top level says, or says after this import, was chosen for another
 * bot, and could open this one's doors. To be called when all keys of the accounts are drafted.
 */
export function keepApart(draft: Draft, places: readonly Place[]): void {
  const isMade = (at: ConfigPath) => places.some(place => !place.existed && formatPath(place.at) === formatPath(at))
  const present = Object.keys(draft.target.config.channels.lark.accounts).map(accountPath)
  const made = places.map(({ at }) => at).filter(at => at.length > top.length && isMade(at))
  for (const at of [...present, ...made]) {
    const pinned = inheritedKeys.filter(key => pin(draft, at, key, isMade(at) ? standard(key) : here(draft, key)))
    if (pinned.length > 0) draft.notes.push(notes.pinned(formatPath(at), pinned.join(', ')))
  }
  if (isMade(top)) tellOfTop(draft)
}

/** Writes what should count where the top level would bring something else. */
function pin(draft: Draft, at: ConfigPath, key: string, otherwise: Value | undefined): boolean {
  const path = [...at, key]
  if (valueAt(draft.target.written, path) !== undefined || draft.isPlanned(path)) return false
  const wanted = draft.wanted(path) ?? otherwise
  if (wanted === undefined || wanted === (draft.wanted([...top, key]) ?? here(draft, key))) return false
  draft.pin(path, wanted)
  return true
}

/** The new bot of the top level lives with what stands there, which other accounts may depend on. */
function tellOfTop(draft: Draft): void {
  for (const key of inheritedKeys) {
    const path = [...top, key]
    const value = here(draft, key)
    if (draft.wanted(path) === undefined && value !== standard(key))
      draft.notes.push(notes.found(key, JSON.stringify(value)))
  }
}

const here = (draft: Draft, key: string): Value | undefined => at(draft.target.config, key)
const standard = (key: string): Value | undefined => at(Config.parse({}), key)
const at = (config: Config, key: string): Value | undefined => valueAt(config as unknown as Value, [...top, key]) // it was read from JSON
