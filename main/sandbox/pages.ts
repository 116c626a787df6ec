import { z } from 'zod'
import { invalidParameter } from './refusal.ts'

export type Page<T> = { readonly items: readonly T[]; readonly has_more: boolean; readonly page_token: string }

const position = z.coerce.number().int().min(0)

/** One page of a list; the token names the place where the next one starts. */
export function page<T>(all: readonly T[], size: number, token: string | undefined): Page<T> {
  const parsed = position.safeParse(
    token === undefined || token === '' ? 0 : Buffer.from(token, 'base64url').toString(),
  )
  if (!parsed.success || parsed.data > all.length) throw invalidParameter('invalid page_token')
  const end = parsed.data + size
  const more = end < all.length
  return {
    items: all.slice(parsed.data, end),
    has_more: more,
    page_token: more ? Buffer.from(String(end)).toString('base64url') : '',
  }
}
