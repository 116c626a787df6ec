import { sql, type RawBuilder } from 'kysely'

/** A list of numbers as one parameter, so that it may be of any length. */
export const among = (numbers: readonly number[]): RawBuilder<number> =>
  sql`(select value from json_each(${JSON.stringify(numbers)}))`

/** Milliseconds of a day. */
export const DAY = 24 * 60 * 60 * 1000
