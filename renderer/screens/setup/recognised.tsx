import type { ReactNode } from 'react'
import type { Words } from '../../../main/contract/words.ts'
import { useLanguage, useWords } from '../../hooks.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { pasteWords } from '../../words/setup-paste.ts'

/** What a pasted text holds, as far as it may be shown: of the secret only its length. */
export type Recognition = {
  readonly appId: string | undefined
  readonly secretLength: number | undefined
  readonly hasExtra: boolean
  readonly problems: readonly Words[]
  readonly isEmpty: boolean
  /** Somebody pressed Connect before both were there. */
  readonly isAsked?: boolean
  /** The field is empty because its text went to the service. */
  readonly isSent?: boolean
}

export const nothingYet: Recognition = {
  appId: undefined,
  secretLength: undefined,
  hasExtra: false,
  problems: [],
  isEmpty: true,
}

/** The App ID as it is, the secret as dots, and what is wrong with either in words. */
export function Recognised({ seen }: { readonly seen: Recognition }) {
  const say = useWords(pasteWords)
  const language = useLanguage()
  const { appId, secretLength, problems, isEmpty, isAsked = false, isSent = false } = seen
  if (isEmpty && !isAsked && !isSent) return null
  const missing = [
    appId === undefined ? say('appId') : undefined,
    secretLength === undefined ? say('secret') : undefined,
  ].filter(name => name !== undefined)
  return (
    <div className="recognised" role="status">
      <h2 className="unseen">{say('found')}</h2>
      <ul>
        <Part name={say('appId')} isThere={appId !== undefined}>
          {appId === undefined ? <span className="secondary">{say('missing')}</span> : <code>{appId}</code>}
        </Part>
        <Part name={say('secret')} isThere={secretLength !== undefined}>
          {secretLength === undefined ? (
            <span className="secondary">{say('missing')}</span>
          ) : (
            <>
              <span className="recognised-dots" aria-hidden>
                ••••••••
              </span>{' '}
              <span className="secondary">{say('secretFound', { count: secretLength })}</span>
            </>
          )}
        </Part>
      </ul>
      {problems.map(problem => (
        <p key={problem.en} className="recognised-problem">
          {inLanguage(problem, language)}
        </p>
      ))}
      {seen.hasExtra && <p className="secondary">{say('extra')}</p>}
      {isAsked && missing.length > 0 && (
        <p className="recognised-problem">
          {say('needBoth', { what: missing.join(language === 'en' ? ' and ' : '和 ') })}
        </p>
      )}
      {isSent && <p className="secondary small">{say('emptied')}</p>}
    </div>
  )
}

function Part(props: { readonly name: string; readonly isThere: boolean; readonly children: ReactNode }) {
  return (
    <li>
      <StateGlyph shape={props.isThere ? 'done' : 'offline'} />
      <span className="recognised-name">{props.name}</span>
      <span>{props.children}</span>
    </li>
  )
}
