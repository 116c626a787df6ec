import { useApp, useLanguage, useNow, useWords } from '../../hooks.ts'
import { clock } from '../../ui/moments.ts'
import { doctorWords } from '../../words/doctor.ts'
import { inLanguage } from '../../words/in-language.ts'
import type { Say } from '../../words/translator.ts'
import { lastRunOf, progressOf, type Count } from './triage.ts'

/** The news: what there is to fix, and "all works" only when every check came to a verdict and none failed. */
export function titleOf(count: Count, isRunning: boolean, say: Say<(typeof doctorWords)['entries']>): string {
  if (isRunning || count.all === count.waiting) return say('title')
  if (count.failed > 0) return say('faults', { count: count.failed })
  return say(count.waiting > 0 ? 'stopped' : 'allGood')
}

/** How many passed and when, and how many can't be known; the list below bears it out. */
export function Summary({ count, isRunning }: { readonly count: Count; readonly isRunning: boolean }) {
  const say = useWords(doctorWords)
  const language = useLanguage()
  const now = useNow(10_000)
  const doctor = useApp(state => state.doctor)
  if (isRunning) return <RunningNow />
  const parts = [
    say('passedAt', { passed: count.ok, all: count.all, time: clock(lastRunOf(doctor) ?? now, now, language) }),
    count.unknown > 0 ? say('unknownCount', { count: count.unknown }) : '',
    count.blocked > 0 ? say('notTriedCount', { count: count.blocked }) : '',
    count.waiting > 0 ? say('leftCount', { count: count.waiting }) : '',
  ]
  return parts.filter(part => part !== '').join(language === 'en' ? ' ' : '')
}

function RunningNow() {
  const say = useWords(doctorWords)
  const language = useLanguage()
  const doctor = useApp(state => state.doctor)
  const { done, all, now } = progressOf(doctor)
  if (all === 0) return say('running')
  return now
    ? say('runningNow', { done, all, title: inLanguage(now.title, language) })
    : say('runningOf', { done, all })
}

export function Progress() {
  const say = useWords(doctorWords)
  const { done, all } = progressOf(useApp(state => state.doctor))
  const share = all === 0 ? 0 : Math.round((done / all) * 100)
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={say('running')}
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={done}
      aria-valuetext={say('runningOf', { done, all })}
    >
      <span style={{ width: `${share}%` }} />
    </div>
  )
}
