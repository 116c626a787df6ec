import type { Logger } from '../base/logger.ts'
import { formatProblem, type ConfigProblem } from '../config/problems.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'

type Ports = {
  readonly publish: (fact: Fact) => void
  readonly print: (line: string) => void
  readonly now: () => number
  readonly log: Logger
}

const codes: Readonly<Record<ConfigProblem['kind'], ErrorCode>> = {
  syntax: 'config-broken',
  'unknown-key': 'config-unknown-key',
  value: 'config-invalid',
}

/** Shows what is wrong in config.json for as long as it is wrong: each defect once, with its place. */
export function createConfigBoard({ publish, print, now, log }: Ports): (problems: readonly ConfigProblem[]) => void {
  let shown = new Set<string>()
  return problems => {
    const current = new Map(problems.map(problem => [formatProblem(problem), problem]))
    for (const line of shown) if (!current.has(line)) publish({ type: 'notice-cleared', id: line })
    for (const [line, { kind, severity }] of current) {
      if (shown.has(line)) continue
      const code = codes[kind]
      log[severity === 'error' ? 'error' : 'warn']('config.json', { problem: line })
      print(`perch: ${line}`)
      const hint = new AppError(code, line).hint()
      const level = severity === 'error' ? 'error' : 'warning'
      publish({ type: 'notice-raised', notice: { id: line, level, code, message: line, hint, at: now() } })
    }
    shown = new Set(current.keys())
  }
}
