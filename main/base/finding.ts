import type { CheckView } from '../contract/doctor.ts'
import { isAppError } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'

type Extra = Pick<CheckView, 'link' | 'test' | 'raw' | 'action' | 'secret' | 'blocked'>

/** What running a check of the doctor found: the part of `CheckView` that is not known before. */
export type Finding = Pick<CheckView, 'detail' | 'fix'> &
  Extra & {
    readonly verdict: 'ok' | 'failed' | 'unknown'
  }

/** Parts that are `undefined` are left out. */
type More = { readonly [K in keyof Omit<Extra, 'blocked'>]?: Extra[K] | undefined }

export const nothing: Words = { en: '', zh: '' }

export const ok = (detail: Words, more: More & { readonly fix?: Words | undefined } = {}): Finding =>
  found('ok', detail, more.fix ?? nothing, more)

export const failed = (detail: Words, fix: Words, more: More = {}): Finding => found('failed', detail, fix, more)

/** It can't be told from here; `test` says how a person finds out. */
export const unknown = (detail: Words, test: Words | undefined, more: Omit<More, 'test'> = {}): Finding =>
  found('unknown', detail, nothing, { ...more, test })

function found(verdict: Finding['verdict'], detail: Words, fix: Words, more: More): Finding {
  const { link, test, raw, action, secret } = more
  return {
    verdict,
    detail,
    fix,
    ...(link === undefined || link === '' ? {} : { link }),
    ...(test === undefined ? {} : { test }),
    ...(raw === undefined || raw === '' ? {} : { raw }),
    ...(action === undefined ? {} : { action }),
    ...(secret === undefined ? {} : { secret }),
  }
}

/** Our error as people read it: the sentence in both languages, as far as it has two. */
export const saysOf = (thrown: unknown): Words => {
  if (isAppError(thrown)) return thrown.says ?? { en: thrown.message, zh: thrown.message }
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return { en: text, zh: text }
}

/** What to do about one of our errors; nothing for any other. */
export const hintOf = (thrown: unknown): Words =>
  isAppError(thrown) ? { en: thrown.hint('en'), zh: thrown.hint('zh') } : nothing

/** Joins sentences, in Chinese without a blank. */
export const sentences = (...parts: readonly (Words | undefined | false)[]): Words => {
  const said = parts.filter(part => part !== undefined && part !== false).filter(({ en }) => en !== '')
  return { en: said.map(({ en }) => en).join(' '), zh: said.map(({ zh }) => zh).join('') }
}
