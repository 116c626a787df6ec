import { z } from 'zod'
import type { ErrorCode } from '../contract/errors.ts'

export type Brand = 'feishu' | 'lark'

/** The answer to `action=begin` of the device flow (RFC 8628); times in seconds. */
export const BeginAnswer = z.object({
  device_code: z.string().min(1),
  verification_uri_complete: z.string().min(1),
  interval: z.coerce.number().positive().catch(5),
  expires_in: z.coerce.number().positive().catch(600),
})

const PollAnswer = z.object({
  client_id: z.string().min(1).optional().catch(undefined),
  client_secret: z.string().min(1).optional().catch(undefined),
  user_info: z
    .object({
      open_id: z.string().optional().catch(undefined),
      tenant_brand: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  error: z.string().optional().catch(undefined),
})

/** A refusal in the flow's own language. */
const Refusal = z.object({ error: z.string().min(1) })

/** Why no code was given out, safe to show; `undefined` when the answer is no refusal of this flow. */
export const refusalOf = (body: unknown): string | undefined => {
  const refusal = Refusal.safeParse(body).data
  return refusal && shown(refusal.error)
}

const shown = (error: string): string => error.replaceAll(/[^\w-]/g, '').slice(0, 40)

/** What a poll brought. */
export type Polled =
  | { readonly kind: 'pending' | 'slow-down' | 'nonsense' }
  | { readonly kind: 'other-brand'; readonly brand: Brand }
  | { readonly kind: 'made'; readonly appId: string; readonly appSecret: string; readonly ownerId: string | undefined }
  | { readonly kind: 'over'; readonly code: ErrorCode; readonly error: string }

const endings: Readonly<Record<string, ErrorCode>> = {
  access_denied: 'scan-denied',
  expired_token: 'scan-expired',
}

/** Judges an answer to `action=poll`. The brand comes first: the credentials of a Lark app are had from Lark's own server. */
export function judgePoll(body: unknown, asked: Brand): Polled {
  const answer = PollAnswer.safeParse(body).data
  if (!answer) return { kind: 'nonsense' }
  const { client_id: appId, client_secret: appSecret, user_info: person, error } = answer
  const brand = person?.tenant_brand
  if ((brand === 'lark' || brand === 'feishu') && brand !== asked) return { kind: 'other-brand', brand }
  if (appId && appSecret) return { kind: 'made', appId, appSecret, ownerId: person?.open_id }
  if (error === undefined) return { kind: 'nonsense' }
  if (error === 'authorization_pending') return { kind: 'pending' }
  if (error === 'slow_down') return { kind: 'slow-down' }
  return {
    kind: 'over',
    code: endings[error] ?? 'lark-bad-request',
    error: shown(error),
  }
}
