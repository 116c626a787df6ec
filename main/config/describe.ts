import { z } from 'zod'
import { unwrap } from './schema.ts'

type Schema = z.core.$ZodType

/** What a value may be, to follow "must be": `"open", "allowlist" or "disabled"`, `a whole number from 0 to 65535`. */
export function describe(schema: Schema): string {
  const bare = unwrap(schema)
  if (bare instanceof z.ZodEnum) return oneOf(bare.options.map(option => JSON.stringify(option)))
  if (bare instanceof z.ZodBoolean) return 'true or false'
  if (bare instanceof z.ZodNumber) return numbers(bare)
  if (bare instanceof z.ZodArray) return `a list [ … ] of ${plural(describe(bare.element))}`
  if (bare instanceof z.ZodObject || bare instanceof z.ZodRecord) return 'an object { … }'
  return (
    ownWords(bare) ?? (bare instanceof z.ZodString && !bare.safeParse('').success ? 'text that is not empty' : 'text')
  )
}

const plural = (words: string): string => (words === 'text' ? 'texts' : `entries, each ${words}`)

function oneOf(options: readonly string[]): string {
  const last = options.at(-1) ?? ''
  return options.length < 2 ? last : `${options.slice(0, -1).join(', ')} or ${last}`
}

/** Zod writes an open end of whole numbers as the largest safe one. */
function numbers(schema: z.ZodNumber): string {
  const kind = schema.isInt ? 'a whole number' : 'a number'
  const least = schema.minValue !== null && schema.minValue > Number.MIN_SAFE_INTEGER ? schema.minValue : undefined
  const most = schema.maxValue !== null && schema.maxValue < Number.MAX_SAFE_INTEGER ? schema.maxValue : undefined
  const from = least === 0 && schema.isInt && !schema.safeParse(0).success ? 1 : least
  if (from !== undefined && most !== undefined) return `${kind} from ${from} to ${most}`
  if (from !== undefined) return `${kind}, at least ${from}`
  return most === undefined ? kind : `${kind}, at most ${most}`
}

/** Our own message about a wrong text is the best description there is; it is had by handing in a wrong one. */
function ownWords(schema: Schema): string | undefined {
  const messages = ['\0', null].flatMap(
    wrong => z.safeParse(schema, wrong).error?.issues.map(issue => issue.message) ?? [],
  )
  return messages.find(message => message.startsWith('must be '))?.slice('must be '.length)
}
