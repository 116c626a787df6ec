import { useRef, type KeyboardEvent } from 'react'
import { useLanguage, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { modelWords } from '../../words/setup-model.ts'
import { siteOf } from './model-draft.ts'
import type { ModelDesk } from './use-model.ts'

/** The key: from a variable, stored already, or typed; a typed one leaves the field as soon as the typing is over. */
export function KeyField({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const { draft, provider, key } = desk
  const keysUrl = siteOf(draft, provider)?.keysUrl ?? ''
  const isFromVariable = draft.variable !== '' && !key.isHeld
  return (
    <Field
      label={say('key')}
      help={
        <>
          {helpOf()}{' '}
          {keysUrl !== '' && !isFromVariable && (
            <a href={keysUrl} target="_blank" rel="noreferrer">
              {say('getKey')}
            </a>
          )}
        </>
      }
    >
      {isFromVariable || key.isHeld ? (
        <span className="model-key">
          <State shape="done">
            {key.isHeld ? say('keyEntered') : say('keyVariable', { variable: draft.variable })}
          </State>
          <Button
            onClick={() => {
              key.drop()
              desk.change({ ...draft, variable: '' })
            }}
          >
            {say('keyOwn')}
          </Button>
        </span>
      ) : (
        <Typing desk={desk} />
      )}
    </Field>
  )

  function helpOf(): string {
    if (isFromVariable) return ''
    if (desk.storedHost !== undefined && !key.isHeld) return say('keyStored', { host: desk.storedHost })
    return say(provider.needsKey ? 'keyHelp' : 'keyOptional')
  }
}

/** React never holds what is typed here: Enter or leaving the field hands it on and empties the field. */
function Typing({ desk }: { readonly desk: ModelDesk }) {
  const say = useWords(modelWords)
  const language = useLanguage()
  const field = useRef<HTMLInputElement>(null)
  const hand = () => {
    const value = field.current?.value ?? ''
    if (field.current) field.current.value = ''
    if (value.trim() === '') return
    desk.stopTest()
    desk.key.take(value)
  }
  const handOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    hand()
  }
  return (
    <input
      ref={field}
      type="password"
      className="input input-full mono"
      aria-label={`${say('key')}, ${inLanguage(desk.provider.label, language)}`}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      onBlur={hand}
      onKeyDown={handOnEnter}
    />
  )
}
