import { z } from 'zod'
import { defineTool } from '../agent/tool.ts'
import { AppError } from '../contract/errors.ts'

/** The clock, and the zone that this computer is set to (asked each time: people travel). */
export type Clock = { readonly now: () => number; readonly timeZone?: () => string }

const localZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

export const currentTimeTool = (clock: Clock) =>
  defineTool({
    name: 'current_time',
    describe:
      'The current date, weekday and time on this computer. Call it whenever the answer depends on today or now.',
    access: 'read',
    input: z.object({
      time_zone: z.string().max(64).optional().describe('An IANA zone such as Asia/Shanghai; default: the local one'),
    }),
    target: input => input.time_zone ?? '',
    run: async ({ time_zone: zone }) => tellTime(clock.now(), zone ?? (clock.timeZone ?? localZone)()),
  })

function tellTime(now: number, timeZone: string): string {
  const parts = partsAt(now, timeZone)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find(part => part.type === type)?.value ?? ''
  const date = `${part('year')}-${part('month')}-${part('day')}`
  const time = `${part('hour')}:${part('minute')}:${part('second')}`
  const offset = part('timeZoneName').replace('GMT', 'UTC')
  return `${part('weekday')}, ${date} ${time} (${timeZone}, ${offset})\nUTC: ${new Date(now).toISOString()}`
}

function partsAt(now: number, timeZone: string): Intl.DateTimeFormatPart[] {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    }).formatToParts(now)
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new AppError('bad-request', `There is no time zone ${timeZone}.`)
    throw thrown
  }
}
