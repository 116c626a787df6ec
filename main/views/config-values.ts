const STEPS = /\[(\d+)\]|"((?:[^"\\]|\\.)*)"|([^.[\]"]+)/g

/** A name as it stands in a path. */
export const quoted = (name: string): string => (/^[\w$-]+$/.test(name) ? name : JSON.stringify(name))

/** The value at a path that was made here; `undefined` where there is none. */
export function valueAt(config: unknown, path: string): unknown {
  let value = config
  for (const [, index, name, plain] of path.matchAll(STEPS)) {
    const key = index ?? (name === undefined ? plain : unescaped(name)) ?? ''
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Object.entries(value).find(([known]) => known === key)?.[1]
  }
  return value
}

/** What stands between the quotes was written by `quoted`. */
const unescaped = (name: string): string => JSON.parse(`"${name}"`) as string
