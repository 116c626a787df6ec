import { APP_ID } from '../../contract/app-id.ts'
import type { Words } from '../../contract/words.ts'
import type { Value } from '../parse.ts'
import type { ConfigPath } from '../problems.ts'
import type { Told } from './draft.ts'
import { reasons } from './reasons.ts'
import { secretOrigin, variableOrigin, type FileProviders } from './secret-value.ts'
import type { Survey } from './survey.ts'
import { lookup } from './tree.ts'

/** Where the keys of one account go. */
export type Place = {
  readonly at: ConfigPath
  /** False for an account that this import makes. */
  readonly existed: boolean
  /** It had to make way for another bot. */
  readonly moved: boolean
}

export type Tools = {
  readonly survey: Survey
  readonly providers: FileProviders
  /** nanobot has one list for private chats and groups. */
  readonly sharedList: boolean
}

/** Brings one key of an account over, and says what became of it. */
type KeyRule = (value: Value, place: Place, tools: Tools) => readonly Told[]

const put =
  (key: string, read: (value: Value) => Value = value => value, why: Words = reasons.same): KeyRule =>
  (value, { at }, { survey }) => {
    const result = read(survey.text(value) ?? value)
    const isSame = result === value
    return [survey.draft.put([...at, key], result, isSame ? why : reasons.mapped, isSame ? {} : { outcome: 'changed' })]
  }

const secret =
  (key: string): KeyRule =>
  (value, { at, existed }, { survey, providers }) => [
    survey.secret([...at, key], secretOrigin(value, providers), !existed),
  ]

const variable =
  (key: string): KeyRule =>
  (value, { at, existed }, { survey }) => [survey.secret([...at, key], variableOrigin(value), !existed)]

const file =
  (key: string): KeyRule =>
  (value, { at, existed }, { survey }) => {
    if (typeof value !== 'string' || value.trim() === '') return [{ outcome: 'ignored', why: reasons.empty }]
    return [survey.secret([...at, key], { kind: 'file', path: value.trim() }, !existed)]
  }

/** Close enough that its owner knows which one it is. */
export const LIKE_AN_APP_ID = /^cli_\w*$/

const appId: KeyRule = (value, { at, moved }, { survey }) => {
  const id = survey.text(value) ?? value
  // whatever else stands there may be the secret, and would never connect
  if (typeof id !== 'string' || !LIKE_AN_APP_ID.test(id)) return [{ outcome: 'ignored', why: reasons.oddAppId }]
  const odd = APP_ID.test(id) ? {} : { warning: true as const }
  const told = survey.draft.put([...at, 'appId'], id, odd.warning ? reasons.oddAppId : reasons.same, odd)
  survey.used(value, told)
  return [moved && told.outcome === 'taken' ? { ...told, outcome: 'conflict', why: reasons.named } : told]
}

const appIdFile: KeyRule = (value, { at }, { survey }) => {
  const path = typeof value === 'string' ? survey.placeOf(value.trim()) : undefined
  if (!path) return [{ outcome: 'ignored', why: reasons.relativePath }]
  return [survey.draft.put([...at, 'appIdFile'], path)]
}

const policies: Readonly<Record<string, string>> = {
  closed: 'disabled',
  deny: 'disabled',
  off: 'disabled',
  allowall: 'open',
}

const policy =
  (key: string): KeyRule =>
  (value, place, tools) =>
    put(key, read => lookup(policies, read) ?? read)(value, place, tools).map(told =>
      told.value === '"open"' ? { ...told, warning: true, why: reasons.open } : told,
    )

/** nanobot: whether a bot must be mentioned, not who may speak in groups. */
const mentionPolicy: KeyRule = (value, { at }, { survey }) =>
  value === 'mention'
    ? [survey.draft.put([...at, 'groupPolicy'], 'allowlist', reasons.mentionDefault)]
    : [{ outcome: 'ignored', why: reasons.mentionPerGroup }]

/** `lark:ou_…`, `user:ou_…` and the like are the ID with the kind in front. */
const idsOf = (value: Value): readonly string[] =>
  (Array.isArray(value) ? value : [value ?? ''])
    .map(item =>
      (typeof item === 'string' || typeof item === 'number' ? String(item) : '?') // what is no text is told as left out
        .trim()
        .replace(/^(?:[a-z_]+:)+(?=o[uc]_|\*$)/i, ''),
    )
    .filter(item => item !== '')

const list =
  (...keys: readonly string[]): KeyRule =>
  (value, { at }, { survey }) => {
    const why = keys.length > 1 ? reasons.listed : reasons.same
    return keys.map(key => survey.draft.add([...at, key], idsOf(value), why))
  }

const allowFrom: KeyRule = (value, place, tools) =>
  list(...(tools.sharedList ? ['allowFrom', 'groupAllowFrom'] : ['allowFrom']))(value, place, tools)

const groupPolicy: KeyRule = (value, place, tools) =>
  (tools.sharedList ? mentionPolicy : policy('groupPolicy'))(value, place, tools)

const brands: Readonly<Record<string, string>> = {
  'https://open.feishu.cn': 'feishu',
  'https://open.larksuite.com': 'lark',
  'https://open.larkoffice.com': 'lark',
}
const brandOf = (value: Value): Value =>
  typeof value === 'string' ? (lookup(brands, value.replace(/\/+$/, '').replace(/\/open-apis$/, '')) ?? value) : value

const modes: Readonly<Record<string, string>> = {
  ws: 'websocket',
  'long-connection': 'websocket',
  long_connection: 'websocket',
  persistent: 'websocket',
  http: 'webhook',
}
const mode = put('mode', value => lookup(modes, value) ?? value, reasons.same)

const dmSwitch: KeyRule = (value, place, tools) =>
  value === false
    ? policy('dmPolicy')('disabled', place, tools)
    : [{ outcome: 'taken', why: reasons.same, already: true }]

const requireMention: KeyRule = value =>
  value === true
    ? [{ outcome: 'taken', why: reasons.mentionDefault, already: true }]
    : [{ outcome: 'ignored', why: reasons.mentionPerGroup }]

export const accountRules: Readonly<Record<string, KeyRule>> = {
  enabled: put('enabled'),
  appId,
  appIdFile,
  appSecret: secret('appSecret'),
  appSecretEnv: variable('appSecret'),
  appSecretFile: file('appSecret'),
  encryptKey: secret('encryptKey'),
  encryptKeyEnv: variable('encryptKey'),
  encryptKeyFile: file('encryptKey'),
  verificationToken: secret('verificationToken'),
  verificationTokenEnv: variable('verificationToken'),
  verificationTokenFile: file('verificationToken'),
  name: put('name'),
  botName: put('name', value => value, reasons.mapped),
  domain: put('domain', brandOf),
  baseUrl: put('domain', brandOf),
  mode,
  connectionMode: mode,
  transport: mode,
  webhookPath: put('webhookPath'),
  dmPolicy: policy('dmPolicy'),
  groupPolicy,
  allowFrom,
  groupAllowFrom: list('groupAllowFrom'),
  groupSenderAllowFrom: list('groupAllowFrom'),
  requireMention,
  'dm.enabled': dmSwitch,
  'dm.policy': policy('dmPolicy'),
  'dm.allowFrom': allowFrom,
}

const groupKeys: Readonly<Record<string, (id: string) => KeyRule>> = {
  enabled: id => inGroup(id, 'enabled'),
  requireMention: id => inGroup(id, 'requireMention'),
  systemPrompt: id => inGroup(id, 'systemPrompt'),
  allowFrom: id => (value, place, tools) =>
    list('allowFrom')(value, { ...place, at: [...place.at, 'groups', id] }, tools),
}

const inGroup =
  (id: string, key: string): KeyRule =>
  (value, place, tools) =>
    put(key)(value, { ...place, at: [...place.at, 'groups', id] }, tools)

/** The rule for a key of `groups.<id>`; a rule for all groups (`*`) has no place here. */
export function groupRule(id: string, key: string): KeyRule | undefined {
  if (id.startsWith('oc_')) return lookup(groupKeys, key)?.(id)
  if (key === 'requireMention') return requireMention
  return () => [{ outcome: 'ignored', why: reasons.allGroups }]
}
