import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import type { Words } from '../../contract/words.ts'
import type { AccountContext } from './context.ts'
import type { Probe } from './probe.ts'

/** More than this and tokens, signatures and certificates go wrong (milliseconds). */
const MOST_APART = 60_000

export async function checkClock(context: AccountContext, signal: AbortSignal): Promise<Finding> {
  return judgeClock(await context.probe(signal))
}

/** Exported for its table of decisions. The `Date` header counts in seconds. */
export function judgeClock(probe: Probe): Finding {
  if (!probe.reached || probe.date === undefined) {
    return unknown(
      { en: 'The platform did not tell its time.', zh: '平台没有告知时间。' },
      { en: 'Compare the clock of this computer with time.is.', zh: '请将本机时间与 time.is 对照。' },
    )
  }
  const early = probe.date + 1000 < probe.asked ? probe.asked - probe.date : 0
  const late = probe.date > probe.answered ? probe.date - probe.answered : 0
  const apart = Math.max(early, late)
  if (apart <= MOST_APART) return ok({ en: 'The clock agrees with that of the platform.', zh: '本机时间与平台一致。' })
  const length = lengthOf(Math.round(apart / 1000))
  return failed(
    {
      en: `The clock of this computer is ${length.en} ${early > 0 ? 'ahead of' : 'behind'} that of the platform.`,
      zh: `本机时间比平台${early > 0 ? '快' : '慢'}${length.zh}。`,
    },
    {
      en: 'Switch on automatic time in the settings of this computer.',
      zh: '请在系统设置中开启自动校时。',
    },
    { raw: `Date: ${new Date(probe.date).toISOString()} (here: ${new Date(probe.answered).toISOString()})` },
  )
}

/** Hours and minutes where there are any; the difference matters, not its last second. */
function lengthOf(seconds: number): Words {
  if (seconds < 600) return { en: `${seconds} seconds`, zh: ` ${seconds} 秒` }
  const all = Math.round(seconds / 60)
  if (all < 60) return { en: `${all} minutes`, zh: ` ${all} 分钟` }
  const [hours, minutes] = [Math.floor(all / 60), all % 60]
  return { en: `${hours} h ${minutes} min`, zh: ` ${hours} 小时 ${minutes} 分钟` }
}
