import { z } from 'zod'
import { Fate } from './fates.ts'

/** Rows of the log that are like this one: each given part is the same. */
export const LogLike = z.object({
  account: z.string().optional(),
  senderId: z.string().optional(),
  chatId: z.string().optional(),
  fate: Fate.optional(),
  message: z.string().optional(),
})
export type LogLike = z.infer<typeof LogLike>

/** How many of them a filter holds at most. */
export const MOST_LIKE = 200
