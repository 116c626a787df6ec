import type { SettingView } from '../../../main/contract/views.ts'

/** What was typed, as the service wants it; or what is wrong with it. */
export type Read =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly wrong: 'number' | 'json' }

/** Reads what a person typed into a field of this kind. Whether the value may be is the service's to say. */
export function readTyped(kind: SettingView['kind'], typed: string): Read {
  if (kind === 'number') {
    const number = Number(typed.trim().replaceAll(/[,，\s]/g, ''))
    return typed.trim() === '' || Number.isNaN(number) ? { ok: false, wrong: 'number' } : { ok: true, value: number }
  }
  if (kind === 'json') return readJson(typed)
  return { ok: true, value: typed.trim() }
}

function readJson(typed: string): Read {
  try {
    return { ok: true, value: JSON.parse(typed) as unknown }
  } catch {
    return { ok: false, wrong: 'json' }
  }
}

/** The value as it stands in a field that is typed into. A port is read digit by digit, other numbers in thousands. */
export function asTyped({ kind, path }: Pick<SettingView, 'kind' | 'path'>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (kind === 'json') return JSON.stringify(value, null, 2)
  if (Number.isSafeInteger(value) && !path.endsWith('.port')) return Number(value).toLocaleString('en')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Every text of a list value; anything else in it was written by hand and is shown as JSON. */
export const asList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(entry => (typeof entry === 'string' ? entry : JSON.stringify(entry))) : []

/** Folders may hold blanks, and arguments may come twice: their entries are taken line by line, as they are. */
const isLiteral = (path: string): boolean => /\.(dirs|args)$/.test(path)

/** Adds what was typed or pasted, several at once where commas, spaces or lines stand between them. */
export function withEntries(path: string, list: readonly string[], typed: string): readonly string[] {
  const added = typed.split(isLiteral(path) ? /\r?\n/ : /[\s,，;；]+/).map(entry => entry.trim())
  const given = added.filter(entry => entry !== '')
  return path.endsWith('.args') ? [...list, ...given] : [...new Set([...list, ...given])]
}

/** Values are compared as they would be written. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** A value in a sentence: short, without quotes. `undefined` is nothing to show. */
export function shortValue(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : shorten(asList(value).join(', '))
  if (Number.isSafeInteger(value)) return Number(value).toLocaleString('en')
  return shorten(typeof value === 'string' ? value : JSON.stringify(value))
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 24)}…${text.slice(-12)}` : text)

/** Names, addresses and IDs are read letter by letter. */
export const isCode = ({ kind, path }: SettingView): boolean =>
  kind === 'json' || (kind === 'text' && !/\.(name|systemPrompt)$/.test(path))

/** Texts of more than a line. */
export const isLong = ({ kind, path }: SettingView): boolean => kind === 'json' || path.endsWith('.systemPrompt')

/** What an entry of a list looks like. */
export function entryForm(path: string): string {
  if (path.endsWith('.groupAllowFrom')) return 'ou_…  oc_…  *'
  if (path.endsWith('.allowFrom')) return 'ou_…  *'
  if (path.endsWith('.ownerIds')) return 'ou_…'
  return path.endsWith('.dirs') ? '~/…' : ''
}

/** The unit of a number, as a key of the words. */
export function unitOf(path: string): 'tokens' | 'steps' | 'calls' | undefined {
  if (path.endsWith('Tokens')) return 'tokens'
  if (path.endsWith('.maxSteps')) return 'steps'
  return path.endsWith('.quota.limit') ? 'calls' : undefined
}

/** What is wrong, at the field it is about: the name of the field need not be said again. */
export function withoutPath(path: string, message: string): string {
  const rest = message.startsWith(`${path} `) ? message.slice(path.length + 1) : message
  return rest.slice(0, 1).toUpperCase() + rest.slice(1)
}
