import { z } from 'zod'
import type { Attachment, Download } from '../chat/pieces.ts'
import { AppError } from '../contract/errors.ts'
import { limited, platformCode, repeated, type Calling, type Patience } from './calling.ts'
import { appLimits } from './limits.ts'
import type { Platform } from './platform.ts'

/** Over the whole of a download, so that a file that comes drop by drop ends too. */
const WHOLE_MS = 180_000
/** The sender waits: a refusal that stays is told soon. */
const PATIENCE: Patience = { attempts: 3, withinMs: 20_000 }

const Headers = z.looseObject({
  'content-length': z.coerce.number().int().nonnegative().optional().catch(undefined),
  'content-disposition': z.string().optional().catch(undefined),
})

/**
 * Begins to fetch what a person sent, through its message: only that way the platform gives it to a bot (234008 for all
 * others). Videos and voice messages are asked for as files too.
 */
export async function download(
  calling: Calling & { readonly platform: Pick<Platform, 'open'> },
  { form, key, messageId }: Attachment,
  signal: AbortSignal,
): Promise<Download> {
  const url = `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/resources/${encodeURIComponent(key)}`
  const params = { type: form === 'picture' ? 'image' : 'file' }
  const request = { method: 'GET', url, params, kind: 'media', timeoutMs: WHOLE_MS } as const
  const open = () => limited(calling, appLimits('read'), () => calling.platform.open(request, signal), signal)
  try {
    const { content, headers } = await repeated(open, PATIENCE, calling, signal)
    const { 'content-length': bytes, 'content-disposition': disposition } = Headers.parse(headers)
    const name = disposition === undefined ? '' : nameIn(disposition)
    return { content, ...(bytes === undefined ? {} : { bytes }), ...(name === '' ? {} : { name }) }
  } catch (thrown) {
    throw platformCode(thrown) === TOO_LARGE ? new AppError('file-too-large', 'The file is over 100 MB.') : thrown
  }
}

/** 234037: the platform gives bots no file over 100 MB. */
const TOO_LARGE = 234037

/** The name in a header, in its extended form (RFC 8187) or the plain one; `` when there is none. */
export function nameIn(disposition: string): string {
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1]
  if (extended !== undefined) return decoded(extended)
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition)
  return decoded(plain?.[1]?.replaceAll(/\\(.)/g, '$1') ?? plain?.[2] ?? '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a percent sign that stands for itself
  }
}
