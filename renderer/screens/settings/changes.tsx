import { useLanguage, useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Foot } from '../../ui/layout.tsx'
import { Rich } from '../../ui/rich.tsx'
import { inLanguage } from '../../words/in-language.ts'
import { settingsWords } from '../../words/settings.ts'
import { useShortValue } from './use-short-value.ts'
import { canUndo, type Change, type Settings } from './use-settings.ts'

/** What was changed last, and the way back. */
export function ChangeFoot({ settings }: { readonly settings: Settings }) {
  const say = useWords(settingsWords)
  const { change } = settings
  if (!change) return null
  return (
    <Foot
      action={
        canUndo(change) && (
          <Button kind="quiet" onClick={() => void settings.undo()}>
            {say('undo')}
          </Button>
        )
      }
    >
      {change.stuck ? say('undoFailed', { reason: change.stuck.message }) : <Told change={change} />}
      {change.kind === 'value' && change.setting.reconnects && say('reconnecting')}
    </Foot>
  )
}

function Told({ change }: { readonly change: Change }) {
  const say = useWords(settingsWords)
  const short = useShortValue()
  const language = useLanguage()
  if (change.kind === 'deed') return change.isUndone ? say('undone') : change.deed.told(language)
  const { setting, value } = change
  const label = inLanguage(setting.label, language)
  const name = language === 'en' || /\p{Script=Han}$/u.test(label) ? label : `${label} `
  if (change.isUndone) return say('restored', { name })
  if (setting.hidden) return say('changedHidden', { name })
  if (setting.kind === 'switch') return say(value === true ? 'changedOn' : 'changedOff', { name })
  const shown = (one: unknown) =>
    setting.options || one === '' || one === null ? short(setting, one) : <code>{short(setting, one)}</code>
  return <Rich say={say} text="changed" fill={{ name, before: shown(setting.value), after: shown(value) }} />
}
