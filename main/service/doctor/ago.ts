import type { Words } from '../../contract/words.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `5 minutes ago`, for milliseconds. */
export function ago(milliseconds: number): Words {
  if (milliseconds < MINUTE) return { en: 'less than a minute ago', zh: '不到一分钟前' }
  const [count, en, zh] =
    milliseconds < HOUR
      ? [milliseconds / MINUTE, 'minute', '分钟']
      : milliseconds < DAY
        ? [milliseconds / HOUR, 'hour', '小时']
        : [milliseconds / DAY, 'day', '天']
  const whole = Math.floor(count)
  return { en: `${whole} ${en}${whole === 1 ? '' : 's'} ago`, zh: `${whole} ${zh}前` }
}
