import { LONGEST_MESSAGE } from '../rpc/wire.ts'
import { isOurPage } from './address.ts'

/** Who sent a message: the address of its frame, and whether that is the window's own page. */
export type Sender = { readonly url: string; readonly isMainFrame: boolean }

/** Why a message is not taken, or `undefined`. */
export function refusalOf(sender: Sender | undefined, text: unknown): string | undefined {
  if (!sender?.isMainFrame || !isOurPage(sender.url)) return 'it came from another page'
  if (typeof text !== 'string') return 'it is no text'
  return text.length > LONGEST_MESSAGE ? 'it is too long' : undefined
}
