import type { WireError } from '../contract/errors.ts'
import type { Fact } from '../contract/facts.ts'

/** Facts that repeat what somebody else said: a platform or a provider may quote a secret back at us. */
const quoting: ReadonlySet<Fact['type']> = new Set([
  'connection-changed',
  'event-fated',
  'notice-raised',
  'llm-changed',
  'model-test-changed',
])

/** The fact with every text in it cleaned by `text`, where it may hold words that are not ours. */
export const safeFact = (fact: Fact, text: (words: string) => string): Fact =>
  quoting.has(fact.type) ? deep(fact, text) : fact

/** The same for an error on its way to a window or the command line. */
export const safeError = (error: WireError, text: (words: string) => string): WireError => deep(error, text)

function deep<T>(value: T, text: (words: string) => string): T {
  const clean = (_key: string, part: unknown): unknown => (typeof part === 'string' ? text(part) : part)
  return JSON.parse(JSON.stringify(value), clean) as T // facts are plain data, and cleaning changes no type
}
