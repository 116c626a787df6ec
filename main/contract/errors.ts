import { accountHint } from './account-hint.ts'
import { modelHints } from './hints-model.ts'
import { platformHints } from './hints-platform.ts'
import { systemHints } from './hints-system.ts'
import type { Language, Words } from './words.ts'

/** Every failure a user can meet, with the one thing they can do about it. */
const hints = { ...platformHints, ...modelHints, ...systemHints } as const satisfies Record<string, Words>

export type ErrorCode = keyof typeof hints

/** What crosses a wire: plain data, safe to show, never a stack or a secret. */
export type WireError = {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  /** The message in both languages, where its maker gave both. */
  readonly says?: Words
  /** Whose trouble it is, where the hint depends on it. */
  readonly account?: string
}

const brand = Symbol.for('perch.AppError')

/** A failure that stops work. `message` names what and where; the code selects what the reader can do. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** The message in both languages, where its maker gave both. */
  readonly says?: Words
  /** Whose trouble it is, where the hint depends on it. */
  readonly account?: string
  readonly [brand] = true

  constructor(code: ErrorCode, message: string | Words, options?: ErrorOptions & { readonly account?: string }) {
    super(typeof message === 'string' ? message : message.en, options)
    this.name = 'AppError'
    this.code = code
    if (typeof message !== 'string') this.says = message
    if (options?.account !== undefined) this.account = options.account
  }

  /** The one thing the reader can do. */
  hint(language: Language = 'en'): string {
    return accountHint(hints[this.code][language], this.account)
  }

  toWire(language: Language = 'en'): WireError {
    const { code, message, says, account } = this
    return { code, message, hint: this.hint(language), ...(says && { says }), ...(account && { account }) }
  }
}

/** True for our errors even when two bundles each carry the class, where `instanceof` fails. */
export const isAppError = (thrown: unknown): thrown is AppError => thrown instanceof Error && brand in thrown

/** Narrows whatever was thrown; an unknown failure keeps its cause for the log only. */
export function asAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown
  return new AppError('internal', 'Something unexpected went wrong.', { cause: thrown })
}

/** Rebuilds an error on the far side of a wire; an unknown code becomes `internal`. */
export function fromWire(error: WireError): AppError {
  return new AppError(
    Object.hasOwn(hints, error.code) ? error.code : 'internal',
    isWords(error.says) ? error.says : error.message,
    typeof error.account === 'string' ? { account: error.account } : {},
  )
}

/** What comes over a wire may be of another version. */
const isWords = (says: unknown): says is Words =>
  typeof says === 'object' &&
  says !== null &&
  'en' in says &&
  typeof says.en === 'string' &&
  'zh' in says &&
  typeof says.zh === 'string'
