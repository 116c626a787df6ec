import type { Node } from 'jsonc-parser'
import { Config } from '../contract/config.ts'
import { adviceOn } from './advice.ts'
import { explain, placeIn, type Fault } from './explain.ts'
import { find, parseConfig, propertiesOf, valueOf, type Parsed, type Value } from './parse.ts'
import { formatPath, placeOf, type ConfigPath, type ConfigProblem } from './problems.ts'
import { childOf, prune, valueAt } from './prune.ts'
import { RESERVED_WORDS, reservedIn } from './reserved.ts'

/** A value that wins over the file, and who says so: an environment variable or an option. */
export type Override = { readonly path: readonly string[]; readonly value: Value; readonly source: string }

export type Checked = { readonly config: Config; readonly problems: readonly ConfigProblem[] }

/** Reads a configuration: what is wrong is named and left at its default, all the rest counts. Never throws. */
export const checkConfig = (text: string, overrides: readonly Override[] = []): Checked =>
  checkParsed(parseConfig(text), overrides)

export function checkParsed(parsed: Parsed, overrides: readonly Override[] = []): Checked {
  const written = parsed.root ? valueOf(parsed.root, parsed.misread) : {}
  const reserved = (parsed.root ? reservedIn(parsed.root) : []).map(path => ({ path, message: RESERVED_WORDS }))
  const gone = new Set(reserved.map(({ path }) => formatPath(path)))
  const { config, faults } = settle(overrides.reduce(overlay, written), gone)
  const tell = teller(parsed, overrides)
  const problems = [
    ...parsed.problems,
    ...doubles(parsed),
    ...reserved.map(fault => tell(fault, 'error', 'unknown-key')),
    ...faults.map(fault => tell(fault, 'error', fault.kind)),
    ...adviceOn(config, written).map(advice => tell(advice, 'warning', 'value')),
  ]
  return { config, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) }
}

/** A copy with one more value; a parent that is no object gives way, because an override wins over the file. */
function overlay(value: Value, { path: [step = '', ...rest], value: given, source }: Override): Value {
  const table = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  const below = rest.length > 0 ? overlay(childOf(table, step) ?? {}, { path: rest, value: given, source }) : given
  return { ...table, [step]: below }
}

/** Takes out what is `gone` and what the schema refuses, round by round, until the rest is a configuration. */
function settle(value: Value, gone: Set<string>): { config: Config; faults: readonly Fault[] } {
  const faults: Fault[] = []
  for (;;) {
    const rest = prune(value, gone)
    const result = Config.safeParse(rest.value)
    if (result.success) return { config: result.data, faults }
    const before = gone.size
    for (const issue of result.error.issues) {
      const isTold = gone.has(formatPath(rest.original(placeIn(issue)))) // it is lacking because it was wrong
      for (const found of explain(issue, path => valueAt(rest.value, path) !== undefined)) {
        const fault = { ...found, path: rest.original(found.path) }
        if (gone.has(formatPath(fault.path))) continue
        gone.add(formatPath(fault.path))
        if (!isTold) faults.push(fault)
      }
    }
    // every fault names a part that is there, so each round takes one out; without one, nothing of it can be used
    if (gone.size === before) return { config: Config.parse({}), faults }
  }
}

type Teller = (
  what: { path: ConfigPath; message: string },
  severity: ConfigProblem['severity'],
  kind: ConfigProblem['kind'],
) => ConfigProblem

function teller(parsed: Parsed, overrides: readonly Override[]): Teller {
  return ({ path, message }, severity, kind) => {
    const shown = formatPath(path)
    const override = overrides.find(one => formatPath(one.path) === shown)
    if (override)
      return { path: shown, line: 0, column: 0, message: `${message} (from ${override.source})`, severity, kind }
    return { path: shown, ...placeOfPath(parsed, path, kind === 'unknown-key'), message, severity, kind }
  }
}

/** The place of a value, or of its name; of what is not written, the nearest thing around it. */
function placeOfPath({ text, root }: Parsed, path: ConfigPath, onName: boolean): { line: number; column: number } {
  const found = find(root, path)
  const node = onName ? (found?.property ?? found?.node) : found?.node
  if (node) return placeOf(text, node.offset)
  return path.length === 0 ? placeOf(text, 0) : placeOfPath({ text, root, problems: [] }, path.slice(0, -1), false)
}

/** JSON lets a name stand twice and counts the last; whoever wrote the first should know. */
function doubles({ text, root }: Parsed): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const walk = (node: Node, path: ConfigPath) => {
    const seen = new Set<string>()
    for (const { name, node: property, value } of propertiesOf(node)) {
      if (seen.has(name)) problems.push(doubled(text, [...path, name], property))
      seen.add(name)
      walk(value, [...path, name])
    }
    if (node.type === 'array') node.children?.forEach((child, index) => walk(child, [...path, index]))
  }
  if (root) walk(root, [])
  return problems
}

const doubled = (text: string, path: ConfigPath, property: Node): ConfigProblem => ({
  path: formatPath(path),
  ...placeOf(text, property.offset),
  message: 'is written twice; the last one counts',
  severity: 'warning',
  kind: 'value',
})
