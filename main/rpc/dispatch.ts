import { methods, type Method } from '../contract/calls.ts'
import { AppError, asAppError } from '../contract/errors.ts'
import type { Reply } from '../contract/rpc.ts'
import type { Handlers } from './handlers.ts'

/** Told of every failed call, with its cause. Must not throw. */
export type Report = (error: AppError) => void

/** Untrusted data in, plain data out. Never throws: a failure is a reply, and its cause is for the report alone. */
export async function dispatch(
  handlers: Handlers,
  name: unknown,
  input: unknown,
  signal: AbortSignal,
  report: Report,
): Promise<Reply> {
  try {
    if (!isMethod(name)) throw new AppError('bad-request', `No such call: ${shown(name)}`)
    const parsed = methods[name].input.safeParse(input)
    if (!parsed.success) throw new AppError('bad-request', `Bad input for ${name}: ${problem(parsed.error.issues)}`)
    return { ok: true, value: await handlerOf(handlers, name)(parsed.data, signal) }
  } catch (thrown) {
    const error = signal.aborted ? new AppError('cancelled', 'The call was cancelled.') : asAppError(thrown)
    report(error)
    return { ok: false, error: error.toWire() }
  }
}

/** Own properties only: `constructor` and `__proto__` are no calls. */
const isMethod = (name: unknown): name is Method => typeof name === 'string' && Object.hasOwn(methods, name)

/** The schema of the same name has just read the input, which the compiler can't follow through a variable name. */
const handlerOf = (handlers: Handlers, name: Method) =>
  handlers[name] as (input: unknown, signal: AbortSignal) => Promise<unknown>

const shown = (name: unknown): string => (typeof name === 'string' ? name.slice(0, 60) : `a ${typeof name}`)

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** Where and why, of the first problem. Never the value: it may be a secret. */
function problem([first]: readonly Issue[]): string {
  if (first === undefined) return 'not of this form'
  const path = first.path.map(String).join('.')
  return path === '' ? first.message : `${path}: ${first.message}`
}
