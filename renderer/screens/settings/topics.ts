import type { SettingView } from '../../../main/contract/views.ts'
import type { ScreenLanguage } from '../../words/translator.ts'

/** The topics that have words of their own, in their order; others follow under the name the service gives them. */
export const knownTopics = ['account', 'access', 'model', 'agent', 'server', 'general'] as const
export type KnownTopic = (typeof knownTopics)[number]

export const isKnownTopic = (topic: string): topic is KnownTopic => knownTopics.some(known => known === topic)

/** Every topic that has a setting, in order. */
export function topicsOf(settings: readonly SettingView[]): readonly string[] {
  const present = [...new Set(settings.map(({ topic }) => topic))]
  const known = knownTopics.filter(topic => present.includes(topic))
  return [...known, ...present.filter(topic => !isKnownTopic(topic))]
}

/** Settings of one thing: an account, an agent, or simply those of the topic. */
export type SettingGroup = { readonly name: string; readonly settings: readonly SettingView[] }

/** One group per named account or listed agent; what has no name of its own comes first under an empty name. */
export function groupsOf(settings: readonly SettingView[]): readonly SettingGroup[] {
  const groups = Map.groupBy(settings, ({ path }) => ownerOf(path))
  return [...groups].map(([name, own]) => ({ name, settings: own }))
}

/** The account, the agent (by its place, from 1) or the entry that a setting belongs to. */
export function ownerOf(path: string): string {
  const account = /^channels\.lark\.accounts\.(?:"([^"]*)"|([^.]+))\./.exec(path)
  if (account) return account[1] ?? account[2] ?? ''
  const entry = /^agents\.list\[(\d+)\]/.exec(path)
  return entry ? `#${Number(entry[1]) + 1}` : ''
}

/** True when any word of it holds what is looked for, in either language. */
export function isFound({ path, label, help }: SettingView, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  return [path, label.en, label.zh, help.en, help.zh].some(text => text.toLowerCase().includes(wanted))
}

export const inLanguage = (words: SettingView['label'], language: ScreenLanguage): string =>
  language === 'en' ? words.en : words.zh
