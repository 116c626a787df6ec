import type { ErrorCode } from '../../main/contract/errors.ts'
import type { ProviderId } from '../../main/contract/provider-ids.ts'
import type { Protocol } from './stub-provider.ts'

/** What a provider answers in trouble, in the form that its own pages on errors and its users report. */
export type Trouble = {
  readonly code: ErrorCode
  readonly status: number
  readonly body: unknown
  readonly tells?: string
}

export type ProviderCase = {
  readonly provider: Exclude<ProviderId, 'practice' | 'openai-compatible'>
  readonly protocol: Protocol
  /** The true address of its conversations. */
  readonly url: string
  readonly keyHeader: string
  readonly troubles: readonly Trouble[]
}

export const openai = (
  status: number,
  code: ErrorCode,
  message: string,
  more: object = {},
  tells?: string,
): Trouble => ({
  status,
  code,
  body: { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } },
  ...(tells !== undefined && { tells }),
})
export const google = (
  status: number,
  name: string,
  code: ErrorCode,
  message: string,
  details: unknown[] = [],
): Trouble => ({
  status,
  code,
  body: { error: { code: status, message, status: name, details } },
})
export const anthropic = (status: number, type: string, code: ErrorCode, message: string): Trouble => ({
  status,
  code,
  body: { type: 'error', error: { type, message } },
})
export const flat = (status: number, number: number, code: ErrorCode, message: string): Trouble => ({
  status,
  code,
  body: { code: number, message, data: null },
})
