import type { ErrorCode } from '../../../main/contract/errors.ts'
import type { Words } from '../../../main/contract/words.ts'
import { useApp, useLanguage, useNow, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { duration } from '../../ui/duration.ts'
import { Field } from '../../ui/field.tsx'
import { ErrorBlock, Waiting } from '../../ui/messages.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { modelWords } from '../../words/setup-model.ts'
import type { ScreenLanguage } from '../../words/translator.ts'
import { siteOf } from './model-draft.ts'
import { useOnScreen } from './use-model-labels.ts'
import type { ModelDesk } from './use-model.ts'

/** One sentence from the model, as it comes; then how fast it was, or what to do. */
export function ModelTrial({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const { trial, lack } = desk
  const live = useApp(state => state.modelTest)
  const text = (live && live.id === trial?.id ? live.text : '') || (trial?.verdict?.ok ? trial.verdict.text : '')
  return (
    <>
      <Field label={say('test')} help={trial ? undefined : say('testHelp')}>
        <Button busy={trial?.busy === true || lack !== undefined} onClick={desk.test}>
          {say('send')}
        </Button>
      </Field>
      {trial?.busy && text === '' && <Waiting what={say('asking')} since={trial.startedAt} onStop={desk.stopTest} />}
      {text !== '' && (
        <div className="model-said" aria-live="polite">
          <p>{text}</p>
          <Timing desk={desk} />
        </div>
      )}
      {trial?.verdict?.ok && text === '' && (
        <div className="model-said" role="status">
          <p>{say('onlyThought')}</p>
          <Timing desk={desk} />
        </div>
      )}
      <Wrong desk={desk} />
    </>
  )
}

function Timing({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const now = useNow()
  const { trial } = desk
  if (!trial?.verdict?.ok)
    return trial?.busy ? <State shape="running">{duration(now - trial.startedAt, language)}</State> : null
  const { firstMilliseconds, milliseconds } = trial.verdict
  return (
    <p className="secondary numbers" role="status">
      <State shape="done">{say('timing', { first: seconds(firstMilliseconds), all: seconds(milliseconds) })}</State>
    </p>
  )

  function seconds(length: number): string {
    return new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(length / 1000)
  }
}

const titles = {
  'model-key-missing': 'keyMissing',
  'model-key-refused': 'keyRefused',
  'model-no-credit': 'noCredit',
  'model-unknown': 'unknownModel',
  'model-unreachable': 'unreachable',
  'model-rate-limited': 'rateLimited',
} as const satisfies Partial<Record<ErrorCode, keyof typeof modelWords.entries>>

const isTitled = (code: ErrorCode): code is keyof typeof titles => Object.hasOwn(titles, code)

type Told = { readonly message: string; readonly says?: Words | undefined }

const saidOf = (told: Told | undefined, language: ScreenLanguage): string =>
  told?.says ? inLanguage(told.says, language) : (told?.message ?? '')

/** What went wrong, in words, and the button that leads out of exactly that. */
function Wrong({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const onScreen = useOnScreen(desk)
  const { trial, draft, provider, key } = desk
  const refusal = trial?.verdict && !trial.verdict.ok ? trial.verdict : undefined
  const code = refusal?.code ?? trial?.failure?.code
  if (!trial || code === undefined) return null
  const message = saidOf(refusal ?? trial.failure, language)
  const hint = refusal
    ? inLanguage(refusal.hint, language)
    : (trial.failure?.hint(language === 'en' ? 'en' : 'zh') ?? '')
  const page = siteOf(draft, provider)?.keysUrl ?? ''
  const isKey = code === 'model-key-refused' || code === 'model-key-missing'
  return (
    <ErrorBlock
      title={say(isTitled(code) ? titles[code] : 'testFailed')}
      actions={
        <>
          <Button onClick={desk.test}>{say('again')}</Button>
          {isKey && (
            <Button
              onClick={() => {
                key.drop()
                desk.change({ ...draft, variable: '' })
              }}
            >
              {say('otherKey')}
            </Button>
          )}
          {(isKey || code === 'model-no-credit') && page !== '' && (
            <ButtonLink kind="quiet" href={page} external>
              {say('topUp')}
            </ButtonLink>
          )}
          {(code === 'model-unreachable' || code === 'model-proxy' || code === 'model-certificate') && (
            <ButtonLink kind="quiet" href={href('settings', 'network')}>
              {say('networkSettings')}
            </ButtonLink>
          )}
        </>
      }
    >
      <p>{onScreen(message)}</p>
      <p className="secondary">{code === 'model-key-missing' ? say('keyMissingHow') : onScreen(hint)}</p>
    </ErrorBlock>
  )
}
