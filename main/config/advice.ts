import type { Config } from '../contract/config.ts'
import type { Value } from './parse.ts'
import { formatPath, type ConfigPath } from './problems.ts'
import { valueAt } from './prune.ts'
import { schemaKeys } from './schema.ts'

/** Something that is allowed, and still worth a second look. */
export type Advice = { readonly path: ConfigPath; readonly message: string }

/** What stands in the file but should be looked at. `written` is the file itself, without defaults. */
export const adviceOn = (config: Config, written: Value): readonly Advice[] => [
  ...unusedKeys(written),
  ...openDoors(config),
  ...sharedAppIds(config),
  ...agentsOf(config),
]

const unusedKeys = (written: Value): readonly Advice[] =>
  schemaKeys()
    .filter(key => key.info?.unused)
    .map(key => key.path.split('.'))
    .filter(path => valueAt(written, path) !== undefined)
    .map(path => ({ path, message: 'is kept, but this version of Perch does not use it yet' }))

const larkAccounts = (config: Config) => [
  { path: ['channels', 'lark'], lists: config.channels.lark },
  ...Object.entries(config.channels.lark.accounts).map(([name, lists]) => ({
    path: ['channels', 'lark', 'accounts', name],
    lists,
  })),
]

const openDoors = (config: Config): readonly Advice[] =>
  larkAccounts(config).flatMap(({ path, lists }) =>
    (['allowFrom', 'groupAllowFrom'] as const)
      .filter(name => lists[name].includes('*'))
      .map(name => ({ path: [...path, name], message: '"*" lets everybody of this tenant use the bot' })),
  )

function sharedAppIds(config: Config): readonly Advice[] {
  const seen = new Map<string, string>()
  return larkAccounts(config).flatMap(({ path, lists }) => {
    const key = `${lists.domain} ${lists.appId}`
    const first = seen.get(key)
    if (lists.appId && first === undefined) seen.set(key, formatPath(path))
    return first === undefined
      ? []
      : [{ path: [...path, 'appId'], message: `is the App ID of ${first} too; one bot needs one account` }]
  })
}

function agentsOf(config: Config): readonly Advice[] {
  const ids = config.agents.list.map(agent => agent.id)
  if (ids.length === 0 || ids.includes(config.agents.defaultAgentId)) return []
  return [{ path: ['agents', 'defaultAgentId'], message: `names no agent of the list: ${ids.join(', ')}` }]
}
