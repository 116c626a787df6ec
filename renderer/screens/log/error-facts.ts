/** One error of a chain, as a person reads it. */
export type ErrorFact = { readonly kind: string; readonly message: string }

/** An error that a line of the log holds: itself and its causes, the outermost first, and every stack, whole. */
export type ErrorFacts = { readonly chain: readonly ErrorFact[]; readonly stack: string }

/** A chain in the log ends long before; a line that was written by hand may not. */
const DEEPEST = 10

/** What to tell about an error in a field of the log; `undefined` for anything else. Never throws. */
export function errorFacts(value: unknown): ErrorFacts | undefined {
  if (!isRecord(value) || !isError(value)) return undefined
  const errors = chainOf(value, DEEPEST)
  return {
    chain: errors.map(one => (typeof one === 'string' ? { kind: '', message: one } : factOf(one))),
    stack: errors
      .flatMap(one => (typeof one !== 'string' && typeof one['stack'] === 'string' ? [one['stack']] : []))
      .join('\n\n'),
  }
}

type Plain = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copied error always has these two. */
const isError = (value: Plain): boolean => typeof value['name'] === 'string' && typeof value['message'] === 'string'

function chainOf(error: Plain, deepest: number): readonly (Plain | string)[] {
  if (deepest === 0) return []
  const several = Array.isArray(error['errors']) ? (error['errors'] as readonly unknown[]) : [] // an array holds unknowns
  const causes = [error['cause'], ...several].flatMap(cause => {
    if (isRecord(cause)) return isError(cause) ? chainOf(cause, deepest - 1) : [JSON.stringify(cause)]
    return typeof cause === 'string' && cause !== '' ? [cause] : []
  })
  return [error, ...causes]
}

/** Our own errors are told apart by their code, others by their name and the code they may have. */
function factOf({ name, code, message }: Plain): ErrorFact {
  const known = [name, code].filter(part => typeof part === 'string' || typeof part === 'number')
  const kind = name === 'AppError' && known.length > 1 ? String(code) : known.join(' ')
  return { kind, message: String(message) }
}
