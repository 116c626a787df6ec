import { APP_ID } from '../contract/app-id.ts'
import type { Config } from '../contract/config.ts'
import { chosenAgent } from './agents.ts'
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
  ...appIds(config),
  ...agentsOf(config, written),
  ...misplaced(written),
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

/** What can't connect as it stands; an App ID that is to come from elsewhere is not known here. */
function appIds(config: Config): readonly Advice[] {
  return larkAccounts(config).flatMap(({ path, lists: { appId, appIdFile } }) => {
    if (appId !== '' && !APP_ID.test(appId.trim()))
      return [{ path: [...path, 'appId'], message: 'is no App ID: cli_ and 16 hexadecimal characters' }]
    const isNamed = path.length > 2
    return isNamed && appId === '' && appIdFile === '' ? [{ path, message: 'has no App ID; set "appId"' }] : []
  })
}

function agentsOf(config: Config, written: Value): readonly Advice[] {
  const { list, defaultAgentId } = config.agents
  const ids = list.map(agent => agent.id)
  const doubled = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: ['agents', 'list', index, 'id'], message: 'is the id of an agent before; that one counts' }],
  )
  const isChosen = list.some(agent => agent.default) && valueAt(written, ['agents', 'defaultAgentId']) === undefined
  if (ids.length === 0 || ids.includes(defaultAgentId) || isChosen) return doubled
  const message = `names no agent of the list (${ids.join(', ')}), so ${chosenAgent(config).id} answers`
  return [...doubled, { path: ['agents', 'defaultAgentId'], message }]
}

/** As App Secrets and keys look, and as nobody calls a variable. */
const LIKE_A_SECRET = /^(?=.*[a-z])(?=.*\d)[A-Za-z0-9]{24,}$/

/** Whoever takes `…Env` for the place of the secret itself leaves it in the file, and wonders why nothing connects. */
function misplaced(value: Value, path: ConfigPath = []): readonly Advice[] {
  if (typeof value === 'string')
    return String(path.at(-1)).endsWith('Env') && LIKE_A_SECRET.test(value)
      ? [{ path, message: 'looks like the secret itself; the name of an environment variable belongs here' }]
      : []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([name, item]) => misplaced(item, [...path, name]))
}
