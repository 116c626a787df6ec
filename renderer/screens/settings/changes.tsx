import { useLanguage, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Foot } from '../../ui/layout.tsx'
import { Rich } from '../../ui/rich.tsx'
import { choiceWords, settingsWords } from '../../words/settings.ts'
import { inLanguage } from './topics.ts'
import type { Change, Settings } from './use-settings.ts'
import { shortValue } from './values.ts'

/** What was changed last, and the way back. */
export function ChangeFoot({ settings }: { readonly settings: Settings }) {
  const say = useWords(settingsWords)
  const { change } = settings
  if (!change) return null
  const canUndo = change.kind === 'value' && !change.isUndone
  return (
    <Foot
      action={
        canUndo && (
          <Button kind="quiet" onClick={() => void settings.undo()}>
            {say('undo')}
          </Button>
        )
      }
    >
      <Told change={change} />
      {change.setting.reconnects && say('reconnecting')}
    </Foot>
  )
}

function Told({ change }: { readonly change: Change }) {
  const say = useWords(settingsWords)
  const sayChoice = useWords(choiceWords)
  const language = useLanguage()
  const { setting } = change
  const name = inLanguage(setting.label, language)
  if (change.kind === 'secret') return say(change.isSet ? 'secretSet' : 'secretRemoved', { name })
  if (change.isUndone) return say('restored', { name })
  if (setting.kind === 'switch') return say(change.value === true ? 'changedOn' : 'changedOff', { name })
  const known = choiceWords.entries as Readonly<Record<string, unknown>>
  const shown = (value: unknown) => {
    if (setting.kind === 'choice' && typeof value === 'string' && Object.hasOwn(known, value))
      return sayChoice(value as 'open')
    const short = shortValue(value)
    return short === undefined ? say('empty') : <code>{short}</code>
  }
  return <Rich say={say} text="changed" fill={{ name, before: shown(setting.value), after: shown(change.value) }} />
}
