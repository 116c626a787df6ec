/** The platform's own "no": a code, a sentence, an HTTP status, and what else belongs into the `error` object. */
export class Refusal extends Error {
  readonly code: number
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(code: number, message: string, options: RefusalOptions = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = options.status ?? 400
    this.details = options.details ?? {}
    this.headers = options.headers ?? {}
  }
}

type RefusalOptions = {
  readonly status?: number
  readonly details?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

type FieldViolation = { readonly field: string; readonly description: string; readonly value?: string }

/** 99992402: a field is missing or has the wrong form. */
export const invalidFields = (violations: readonly FieldViolation[]): Refusal =>
  new Refusal(99992402, 'field validation failed', { details: { field_violations: violations } })

/** 230001: an im parameter is wrong; `ext` tells which. */
export const invalidParameter = (ext: string): Refusal =>
  new Refusal(230001, `Your request contains an invalid request parameter, ext=${ext}`)
