import type { Value } from '../parse.ts'
import type { ConfigPath } from '../problems.ts'
import { childOf } from '../prune.ts'
import type { Table } from './read.ts'

export const isTable = (value: Value | undefined): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a table of ours says to a word of the source; own names only, since the word may be `constructor`. */
export const lookup = <T>(words: Readonly<Record<string, T>>, word: Value | undefined): T | undefined =>
  typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined

/** `app_id` as `appId`: both spellings mean the same to the systems that are read. */
export const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** The path of a key in this source, whichever spelling it has there; `undefined` where it is missing. */
export function pathOf(root: Value, ...names: readonly string[]): ConfigPath | undefined {
  let here: Value | undefined = root
  const path: string[] = []
  for (const name of names) {
    const found: string | undefined = isTable(here) ? Object.keys(here).find(key => camel(key) === name) : undefined
    if (found === undefined) return undefined
    here = childOf(here, found)
    path.push(found)
  }
  return path
}

/** What can be said something about by itself: values, lists of plain values, and what is empty. */
export function leavesOf(value: Value, path: ConfigPath = []): readonly ConfigPath[] {
  if (Array.isArray(value) && value.some(item => typeof item === 'object' && item !== null))
    return value.flatMap((item, index) => leavesOf(item, [...path, index]))
  if (isTable(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...path, name]))
  return path.length === 0 ? [] : [path]
}

/** True when one path is the other or lies in it. */
export const startsWith = (path: ConfigPath, start: ConfigPath): boolean =>
  start.length <= path.length && start.every((step, index) => step === path[index])
