import { stableId } from '../base/ids.ts'
import type { Target } from '../chat/message.ts'
import { fallbacks, type Form } from './bodies.ts'

/** How one attempt is made. `as-is`: content that has no other form. */
export type Way = { readonly reply: boolean; readonly inThread: boolean; readonly form: Form | 'as-is' }

/** 230011 withdrawn, 230019 topic gone, 230050 invisible, 230110 deleted, 230111 deletes itself: nothing to reply to. */
const NOTHING_TO_REPLY_TO: ReadonlySet<number | undefined> = new Set([230011, 230019, 230050, 230110, 230111])
/** This group, or this message, knows no threads. */
const NO_THREADS: ReadonlySet<number | undefined> = new Set([230071, 230072])
/** The content is broken or too big for its form. (230022 and 230028, refused for what it says, stay refused in any.) */
const WRONG_FORM: ReadonlySet<number | undefined> = new Set([230001, 230025, 230099, 9499, 99992402])

export const firstWay = (to: Target, form: Way['form']): Way => ({
  reply: to.kind === 'reply',
  inThread: to.kind === 'reply' && to.inThread,
  form,
})

/** The next way to bring the same words across, or `undefined` when the refusal is final. */
export function nextWay(way: Way, code: number | undefined): Way | undefined {
  if (way.reply && NOTHING_TO_REPLY_TO.has(code)) return { ...way, reply: false, inThread: false }
  if (way.inThread && NO_THREADS.has(code)) return { ...way, inThread: false }
  const simpler = way.form === 'as-is' ? undefined : fallbacks(way.form)[0]
  return simpler && WRONG_FORM.has(code) ? { ...way, form: simpler } : undefined
}

const LONGEST_UUID = 50
const MARKS: Readonly<Record<Way['form'], string>> = { card: 'c', post: 'o', text: 't', 'as-is': '' }

/** Each way has its own uuid, the same after a crash: the platform must not take one way for a repeat of another. */
export function uuidOf(uuid: string, first: Way, way: Way): string {
  const marks = [
    first.reply && !way.reply ? 'p' : '',
    first.inThread && way.reply && !way.inThread ? 'm' : '',
    first.form === way.form ? '' : MARKS[way.form],
  ].join('')
  const whole = marks ? `${uuid}-${marks}` : uuid
  return whole.length > LONGEST_UUID ? stableId(whole) : whole
}
