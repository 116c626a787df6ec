import type { Fate } from '../../main/contract/fates.ts'
import type { Shape } from './state-glyph.tsx'

const shapes = {
  answered: 'done',
  joined: 'done',
  queued: 'offline',
  running: 'running',
  command: 'slash',
  'pending-pairing': 'attention',
  'not-allowed': 'barred',
  'not-mentioned': 'dash',
  disabled: 'barred',
  paused: 'paused',
  duplicate: 'twice',
  stale: 'late',
  skipped: 'end',
  expired: 'late',
  'own-message': 'dash',
  'bot-loop': 'end',
  unsupported: 'odd',
  failed: 'failed',
} as const satisfies Record<Fate, Shape>

export const fateShape = (fate: Fate): Shape => shapes[fate]
