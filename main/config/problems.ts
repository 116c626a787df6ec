/** `$schema`, `channels`, `lark`, …; a number is a place in a list. */
export type ConfigPath = readonly (string | number)[]

/** One defect of the configuration, at a place where its reader finds it. Never holds a value of the file. */
export type ConfigProblem = {
  /** As people write it: `agents.list[0].id`; empty for the file as a whole. */
  readonly path: string
  /** Both count from 1; 0 when it does not come from the file. */
  readonly line: number
  readonly column: number
  readonly message: string
  /** `error`: this value is not used · `warning`: it is, but it is worth a look. */
  readonly severity: 'error' | 'warning'
  /** `syntax`: the file is no JSON, so nothing is written into it · `unknown-key` · `value`. */
  readonly kind: 'syntax' | 'unknown-key' | 'value'
}

/** `config.json:12:5 channels.lark.dmPolicy: must be …` */
export function formatProblem(problem: ConfigProblem, file = 'config.json'): string {
  const place = problem.line > 0 ? `${file}:${problem.line}:${problem.column}` : file
  return `${place} ${problem.path ? `${problem.path}: ` : ''}${problem.message}`
}

/** `channels.lark.groups.oc_x`, `agents.list[0].id`, `mcp.servers."a.b"`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const name = /^[\w$-]+$/.test(step) ? step : JSON.stringify(step)
    return text ? `${text}.${name}` : name
  }, '')
}

const STEP = /^(?:\[(\d{1,6})\]|\.?("(?:[^"\\]|\\.)*"|[^."[\]\s]+))/

/** The reverse of `formatPath`; `undefined` when it makes no sense. `list.0` and `list[0]` are the same. */
export function parsePath(text: string): ConfigPath | undefined {
  const path: (string | number)[] = []
  let rest = text.trim()
  while (rest) {
    const match = STEP.exec(rest)
    const wrongDot = path.length === 0 ? rest.startsWith('.') : !/^[.[]/.test(rest)
    if (!match || wrongDot) return undefined
    const step = match[1] === undefined ? unquote(match[2] ?? '') : Number(match[1])
    if (step === undefined) return undefined
    path.push(step)
    rest = rest.slice(match[0].length)
  }
  return path
}

function unquote(name: string): string | undefined {
  if (!name.startsWith('"')) return name
  try {
    return JSON.parse(name) as string // a text in quotes is a string, or it does not parse
  } catch {
    return undefined
  }
}

/** The place of a character, both counted from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - start + 1 }
}
