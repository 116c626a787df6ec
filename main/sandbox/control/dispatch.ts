import { AppError } from '../../contract/errors.ts'
import type { Operation } from './operation.ts'
import type { OperationName, Operations, WorldControl } from './operations.ts'
import type { z } from 'zod'

const isName = (operations: Operations, name: string): name is OperationName => Object.hasOwn(operations, name)

/** Checks the input of a named operation and runs it. Throws `AppError` for a wrong name, input or ID. */
export async function dispatch(operations: Operations, name: string, input: unknown): Promise<unknown> {
  if (!isName(operations, name)) throw new AppError('bad-request', `The practice world has no operation ${name}`)
  // each operation checks its own input, so that the common type is enough here
  const { input: schema, run } = operations[name] as Operation<z.ZodType, unknown>
  const parsed = schema.safeParse(input ?? {})
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new AppError('bad-request', `${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong input'}`)
  }
  return run(parsed.data)
}

/** The operations as plain async methods, run through `call`. */
export function worldControl(
  names: readonly string[],
  call: (name: string, input: unknown) => Promise<unknown>,
): WorldControl {
  const methods = names.map(name => [name, (input: unknown) => call(name, input)])
  // the names are those of the operations, and `call` answers what they answer
  return Object.fromEntries(methods) as WorldControl
}
