import type { FateBook } from './fate-book.ts'
import type { Intake, Question } from './intake.ts'
import type { Waiting } from './waiting-lines.ts'

/** A message that became part of a turn. */
export type Joined = Question & { readonly id: number }

type Ports = { readonly intake: Intake; readonly fateBook: FateBook }

/** Messages that join a turn of their sender: their files are fetched and read first, side by side. */
export const joining = (
  taken: readonly Waiting[],
  { intake, fateBook }: Ports,
  signal: AbortSignal,
): Promise<readonly Joined[]> =>
  Promise.all(
    taken.map(async ({ entry, channel }) => {
      fateBook.note(entry.item.arrival, 'joined', 'Joined the turn of the same sender.')
      return { id: entry.item.id, ...(await intake.prepare(entry, channel, signal)) }
    }),
  )

/** Several messages as one question, in their order; what was withdrawn is no part of it. */
export function inOneBreath(first: Question, rest: readonly Joined[]): Question {
  const all = [first, ...rest].filter(({ withdrawn }) => !withdrawn)
  if (rest.length === 0 || all.length === 0) return first
  return {
    text: all
      .map(({ text }) => text)
      .filter(text => text !== '')
      .join('\n'),
    pictures: all.flatMap(({ pictures }) => pictures),
    tainted: [...new Set(all.flatMap(({ tainted }) => tainted))],
    withdrawn: false,
  }
}
