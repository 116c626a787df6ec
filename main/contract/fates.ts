import { z } from 'zod'

/** What became of an inbound event. Every event gets exactly one at a time; a later fate replaces `queued` and `running`. */
export const fates = [
  'answered',
  'joined',
  'queued',
  'running',
  'command',
  'pending-pairing',
  'not-allowed',
  'not-mentioned',
  'disabled',
  'paused',
  'duplicate',
  'stale',
  'skipped',
  'expired',
  'own-message',
  'bot-loop',
  'unsupported',
  'failed',
] as const

export const Fate = z.enum(fates)
export type Fate = z.infer<typeof Fate>
