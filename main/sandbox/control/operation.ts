import type { z } from 'zod'

/** One thing that the outside may do to the practice world: what it takes, and what it does. */
export type Operation<I extends z.ZodType, O> = {
  readonly input: I
  readonly run: (input: z.output<I>) => O | Promise<O>
}

export const operation = <I extends z.ZodType, O>(
  input: I,
  run: (input: z.output<I>) => O | Promise<O>,
): Operation<I, O> => ({ input, run })

/** Without required fields the input may be left out. */
type Arguments<I> = I extends Record<string, never> ? [input?: I] : Partial<I> extends I ? [input?: I] : [input: I]

/** The same operations as plain async methods, in this process or over HTTP. */
export type Callable<T> = {
  readonly [K in keyof T]: T[K] extends Operation<infer I, infer O>
    ? (...input: Arguments<z.input<I>>) => Promise<O>
    : never
}
