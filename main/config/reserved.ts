import type { Node } from 'jsonc-parser'
import { AppError } from '../contract/errors.ts'
import { propertiesOf } from './parse.ts'
import { formatPath, type ConfigPath } from './problems.ts'

/** Every object of JavaScript has something of these names already, so an entry that is called so would not count. */
const RESERVED: ReadonlySet<string | number> = new Set(['__proto__', 'constructor', 'prototype'])

export const RESERVED_WORDS = 'is a reserved name and never counts; choose another one'

/** Throws `AppError('config-unknown-key')` for a path with a name that can't be given to anything. */
export function refuseReserved(path: ConfigPath): void {
  const step = path.findIndex(name => RESERVED.has(name))
  if (step >= 0) throw new AppError('config-unknown-key', `${formatPath(path.slice(0, step + 1))} ${RESERVED_WORDS}`)
}

/** Where such names stand in a file. What lies below one is not looked at. */
export function reservedIn(node: Node, path: ConfigPath = []): readonly ConfigPath[] {
  if (node.type === 'array') return (node.children ?? []).flatMap((child, index) => reservedIn(child, [...path, index]))
  return propertiesOf(node).flatMap(({ name, value }) => {
    const here = [...path, name]
    return RESERVED.has(name) ? [here] : reservedIn(value, here)
  })
}
