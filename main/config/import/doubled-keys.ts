import { formatPath, placeOf, type ConfigPath } from '../problems.ts'

/** A name that stands twice in one object; JSON5 counts the last and says nothing. */
export type DoubledKey = { readonly path: string; readonly line: number }

type Level = { readonly path: ConfigPath; readonly names: Set<string> | undefined; items: number }

/** Blanks and comments · a text in quotes · a mark · anything else up to the next of those. */
const TOKEN =
  /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)+|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[{}[\]:,]|[^\s{}[\]:,"'/]+/gu

/** The names that a JSON5 text gives twice. The text must be one that the parser has accepted. */
export function doubledKeys(text: string): readonly DoubledKey[] {
  const doubled: DoubledKey[] = []
  const levels: Level[] = []
  let here: ConfigPath = []
  let last: { token: string; at: number } | undefined
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const level = levels.at(-1)
    if (token === ':' && level?.names && last) {
      const name = nameOf(last.token)
      here = [...level.path, name]
      if (level.names.has(name)) doubled.push({ path: formatPath(here), line: placeOf(text, last.at).line })
      level.names.add(name)
    } else if (token === '{' || token === '[') {
      const path = level && !level.names ? [...level.path, level.items] : here
      levels.push({ path, names: token === '{' ? new Set() : undefined, items: 0 })
    } else if (token === '}' || token === ']') levels.pop()
    else if (token === ',' && level) level.items++
    if (!/^[\s/]/.test(token)) last = { token, at: index }
  }
  return doubled
}

/** Escapes apart, as the parser reads it; a name with escapes is compared as it is written. */
const nameOf = (token: string): string => (/^["']/.test(token) ? token.slice(1, -1) : token)
