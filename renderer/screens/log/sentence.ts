import type { Fate } from '../../../main/contract/fates.ts'
import type { LogRow } from '../../../main/contract/views.ts'
import { hanSpacedAround } from '../../ui/han-space.ts'
import type { logWords } from '../../words/log.ts'
import { lineIn } from '../../words/log-lines.ts'
import type { Say, ScreenLanguage } from '../../words/translator.ts'
import type { Names } from './names.ts'

export type LogSay = Say<(typeof logWords)['entries']>

const keys = {
  answered: 'sayAnswered',
  joined: 'sayJoined',
  queued: 'sayQueued',
  running: 'sayRunning',
  'pending-pairing': 'sayPending',
  'not-allowed': 'sayNotAllowed',
  'not-mentioned': 'sayNotMentioned',
  disabled: 'sayDisabled',
  paused: 'sayPaused',
  duplicate: 'sayDuplicate',
  stale: 'sayStale',
  skipped: 'saySkipped',
  expired: 'sayExpired',
  unsupported: 'sayUnsupported',
  failed: 'sayFailed',
} as const satisfies Partial<Record<Fate, string>>

/** What a row says to a person: a fate as a sentence about somebody, anything else as a line of Perch's own. */
export function sentenceOf(row: LogRow, names: Names, say: LogSay, language: ScreenLanguage = 'en'): string {
  const who = names.who(row.account, row.senderId) ?? say('someone')
  return hanSpacedAround(saidOf(row, who, say, language), who)
}

function saidOf(row: LogRow, who: string, say: LogSay, language: ScreenLanguage): string {
  const { fate } = row
  if (fate === undefined) return capital(lineIn(row.message, language))
  const kind = row.fields['kind']
  if (row.senderId === undefined && typeof kind === 'string' && kind !== 'message')
    return say('sayEvent', { what: kind })
  return fateSaid(fate, who, row.reason ?? '/', say)
}

/** A fate as a sentence about somebody; `what` is the command, where it was one. */
export function fateSaid(fate: Fate, who: string, what: string, say: LogSay): string {
  if (fate === 'command') return say('sayCommand', { who, what })
  if (fate === 'own-message') return say('sayOwn')
  if (fate === 'bot-loop') return say('sayLoop')
  return say(keys[fate], { who })
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
