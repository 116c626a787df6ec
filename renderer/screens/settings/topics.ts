import type { SettingView } from '../../../main/contract/views.ts'

/** The topics that have words of their own, in their order; others follow under the name the service gives them. */
export const knownTopics = [
  'account',
  'access',
  'model',
  'agent',
  'transcription',
  'notifiers',
  'skills',
  'network',
  'general',
] as const
export type KnownTopic = (typeof knownTopics)[number]

export const isKnownTopic = (topic: string): topic is KnownTopic => knownTopics.some(known => known === topic)

/** Every topic that has a setting, in order. */
export function topicsOf(settings: readonly SettingView[]): readonly string[] {
  const present = [...new Set(settings.map(({ topic }) => topic))]
  const known = knownTopics.filter(topic => present.includes(topic))
  return [...known, ...present.filter(topic => !isKnownTopic(topic))]
}

/** The entry that a setting belongs to: which table, and which of its entries; nothing for a setting by itself. */
export type Owner = { readonly table: string; readonly name: string }

const NAMED = /^(channels\.lark\.accounts|notifiers|mcp\.servers)\.(?:"((?:[^"\\]|\\.)*)"|([^.]+))\./
const LISTED = /^(agents\.list)\[(\d+)\]\./

export function ownerOf(path: string): Owner | undefined {
  const named = NAMED.exec(path)
  if (named) return { table: named[1] ?? '', name: named[3] ?? unescaped(named[2] ?? '') }
  const listed = LISTED.exec(path)
  return listed ? { table: listed[1] ?? '', name: listed[2] ?? '' } : undefined
}

/** The service wrote it as JSON does. */
const unescaped = (name: string): string => JSON.parse(`"${name}"`) as string

/** A name as it stands in a path. */
export const quoted = (name: string): string => (/^[\w$-]+$/.test(name) ? name : JSON.stringify(name))

/** Settings of one entry, or those by themselves, which have no owner. */
export type SettingGroup = { readonly owner: Owner | undefined; readonly settings: readonly SettingView[] }

/** One group for each entry; what belongs to none comes as one group, too. */
export function groupsOf(settings: readonly SettingView[]): readonly SettingGroup[] {
  const groups = Map.groupBy(settings, ({ path }) => keyOf(ownerOf(path)))
  return [...groups.values()].map(own => ({ owner: ownerOf(own[0]?.path ?? ''), settings: own }))
}

const keyOf = (owner: Owner | undefined): string => (owner ? JSON.stringify([owner.table, owner.name]) : '')

export const isOwn = ({ path }: SettingView): boolean => ownerOf(path) === undefined

/** The settings of one entry of a table, without those of other tables inside. */
export const settingsOf = (list: readonly SettingView[], table: string, name: string): readonly SettingView[] =>
  list.filter(({ path }) => keyOf(ownerOf(path)) === keyOf({ table, name }))

export const settingAt = (list: readonly SettingView[], path: string): SettingView | undefined =>
  list.find(setting => setting.path === path)

/** The names of a table's entries; of a list, their IDs in order. */
export function namesIn(list: readonly SettingView[], table: string): readonly string[] {
  const value = settingAt(list, table)?.value
  return Array.isArray(value) ? value.filter(name => typeof name === 'string') : []
}

/** True when any word of it holds what is looked for, in either language. */
export function isFound({ path, label, help }: SettingView, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  return [path, label.en, label.zh, help.en, help.zh].some(text => text.toLowerCase().includes(wanted))
}

/** The last name of a path: `appId`. */
export const leafOf = (path: string): string => path.split('.').at(-1) ?? ''
