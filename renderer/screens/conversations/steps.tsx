import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import { useLanguage, useWords } from '../../hooks.ts'
import { duration } from '../../ui/duration.ts'
import { Line, type LineStep } from '../../ui/line.tsx'
import { conversationsWords } from '../../words/conversations.ts'
import type { Say, ScreenLanguage } from '../../words/translator.ts'
import { inputLine, type ToolStep } from './fold.ts'

/** The steps of an answer, folded away until somebody wants to know. */
export function Steps({ steps }: { readonly steps: readonly ToolStep[] }) {
  const say = useWords(conversationsWords)
  const language = useLanguage()
  const took = steps.reduce((sum, step) => sum + (step.took ?? 0), 0)
  return (
    <Collapsible.Root className="talk-steps">
      <Collapsible.Trigger className="talk-fold">
        <ChevronRight aria-hidden />
        <span>{say('steps', { count: steps.length })}</span>
        {took > 0 && <span className="numbers">{say('took', { time: shortTime(took, language) })}</span>}
      </Collapsible.Trigger>
      <Collapsible.Panel className="talk-panel">
        <Line label={say('steps', { count: steps.length })} steps={steps.map(step => lineOf(step, say, language))} />
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}

type Speak = Say<(typeof conversationsWords)['entries']>

function lineOf(step: ToolStep, say: Speak, language: ScreenLanguage): LineStep {
  return {
    id: step.id,
    shape: step.result === undefined ? 'dash' : 'done',
    word: step.result === undefined ? say('stepOpen') : say('stepDone'),
    title: (
      <span className="talk-step">
        {step.tool} {step.input !== '' && <code>{inputLine(step.input)}</code>}
      </span>
    ),
    ...(step.result !== undefined && {
      detail: (
        <details className="talk-result">
          <summary>{say('gave')}</summary>
          <pre tabIndex={0}>{step.result}</pre>
        </details>
      ),
    }),
    ...(step.took !== undefined && { time: shortTime(step.took, language) }),
  }
}

/** Short work in tenths of a second, long work in words. */
export const shortTime = (milliseconds: number, language: ScreenLanguage): string =>
  milliseconds < 10_000
    ? `${(milliseconds / 1000).toFixed(1)} ${language === 'en' ? 's' : '秒'}`
    : duration(milliseconds, language)
