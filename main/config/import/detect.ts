import { AppError } from '../../contract/errors.ts'
import { importSystems, type ImportSystem } from '../../contract/importing.ts'
import { Config } from '../../contract/config.ts'
import type { Source } from './read.ts'
import { isTable, leavesOf, pathOf } from './tree.ts'
import { formatPath } from '../problems.ts'
import { valueAt } from '../prune.ts'

type Family = 'nanobot' | 'openclaw' | 'xiaoo'

/** Keys that tell a family apart; each one that is there speaks for it. */
const signs: Readonly<Record<Family, string>> = {
  nanobot: `
    providers agents.defaults.maxToolIterations agents.defaults.memoryWindow tools.restrictToWorkspace
    tools.mcpServers gateway.heartbeat channels.feishu.instances channels.feishu.reactEmoji
    channels.sendProgress agents.defaults.provider channels.feishu.encryptKey modelPresets
  `,
  openclaw: `
    meta.lastTouchedVersion wizard plugins bindings auth.profiles models.providers secrets
    agents.defaults.model.primary agent gateway.auth gateway.mode gateway.bind agents.list
    channels.feishu.accounts channels.lark.accounts channels.feishu.dmPolicy channels.lark.dmPolicy
    channels.feishu.groupAllowFrom channels.feishu.connectionMode channels.feishu.groups channels.lark
    channels.lark.groups channels.lark.groupAllowFrom session messages commands
  `,
  xiaoo: `
    llm.provider llm.apiBase llm.apiKeyEnv channels.feishu.appSecretEnv channels.feishu.transport
    agents.defaultAgentId skills.dirs subagent operationBackend hooker trace http
  `,
}

/** Both could be written by either; the spelling and the form of the file decide. */
const usualFormat: Readonly<Record<Family, readonly Source['format'][]>> = {
  nanobot: ['json'],
  openclaw: ['json', 'yaml'],
  xiaoo: ['toml'],
}

/** Which system wrote this, by what is in it; the name only decides between the names of OpenClaw. Throws `AppError`. */
export function detectSystem(name: string, source: Source): ImportSystem {
  if (isOwn(source)) throw refused(name, 'is a configuration of Perch already', '已是 Perch 的配置')
  const points = (Object.keys(signs) as Family[]).map(family => ({ family, points: pointsFor(family, name, source) })) // its own keys
  const [best] = points.toSorted((a, b) => b.points - a.points)
  const isFeishu = ['feishu', 'lark'].some(channel => pathOf(source.root, 'channels', channel) !== undefined)
  if (!best || (best.points < 1 && !isFeishu))
    throw refused(
      name,
      'is no configuration of nanobot, OpenClaw, Moltbot, clawdbot or xiaoO',
      '不是 nanobot、OpenClaw、Moltbot、clawdbot 或 xiaoO 的配置',
    )
  return best.family === 'openclaw' ? memberOf(name, source) : best.family
}

const refused = (name: string, en: string, zh: string): AppError =>
  new AppError('import-unknown', { en: `${name} ${en}.`, zh: `${name} ${zh}。` })

function pointsFor(family: Family, name: string, source: Source): number {
  const present = signs[family]
    .trim()
    .split(/\s+/)
    .filter(sign => pathOf(source.root, ...sign.split('.')) !== undefined).length
  const fits = usualFormat[family].includes(source.format)
  const named = nameOf(name)
  const isNamed = named === family || (family === 'openclaw' && (named === 'moltbot' || named === 'clawdbot'))
  return present * (fits ? 1 : 0.5) + (isNamed ? 0.75 : 0) + (fits && family !== 'openclaw' ? 0.1 : 0)
}

/** A system whose name is part of the path. */
const nameOf = (name: string): ImportSystem | undefined => {
  const found = importSystems.map(system => ({ system, at: name.toLowerCase().lastIndexOf(system) }))
  return found.filter(({ at }) => at >= 0).toSorted((a, b) => b.at - a.at)[0]?.system
}

/** By the folders that the file itself names, else by its own name. */
function memberOf(name: string, { root }: Source): ImportSystem {
  const texts = leavesOf(root).flatMap(leaf => {
    const value = valueAt(root, leaf)
    return typeof value === 'string' ? [value, formatPath(leaf)] : []
  })
  const named = nameOf(name)
  const members = ['openclaw', 'moltbot', 'clawdbot'] as const
  const own = members.find(member => member === named)
  const inside = members.find(member => texts.some(text => text.includes(`.${member}/`)))
  return own ?? inside ?? 'openclaw'
}

/** A key of ours that none of them has, in a file that is ours from end to end. */
const isOwn = ({ format, root }: Source): boolean =>
  format === 'json' && ['llm', 'server', 'notifiers'].some(key => isTable(root[key])) && Config.safeParse(root).success
