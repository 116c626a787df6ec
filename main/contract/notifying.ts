import { z } from 'zod'

const MOST = 200_000

/** Posting into a group through its own incoming webhook. Exactly one of the bodies is given. */
export const notifyMethods = {
  'notify.send': {
    input: z.object({
      /** The name of a configured notifier, or the URL of a group bot. */
      to: z.string().min(1).max(2000),
      message: z.string().max(MOST).optional(),
      /** A card as JSON text. */
      card: z.string().max(MOST).optional(),
      /** Rich text as JSON text: `{"zh_cn":{"title":…,"content":[[…]]}}`. */
      post: z.string().max(MOST).optional(),
      /** The key of an uploaded picture. */
      image: z.string().max(200).optional(),
    }),
    /** How many messages it took: long text is cut at lines. */
    output: z.object({ to: z.string(), messages: z.int() }),
  },
}
