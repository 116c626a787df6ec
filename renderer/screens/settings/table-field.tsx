import { useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { settingsWords } from '../../words/settings.ts'
import type { ControlProps } from './setting-field.tsx'
import { asList } from './values.ts'

/** A list of entries where there is no room for it: how many there are, and the way to them. */
export function TableField({ setting, label, shared }: ControlProps) {
  const say = useWords(settingsWords)
  const count = asList(setting.value).length
  const isGroups = setting.path.endsWith('.groups')
  return (
    <Field label={shared.label} help={shared.help}>
      <div className="settings-secret" role="group" aria-label={label}>
        <span className="settings-standing">
          {isGroups && count === 0 ? say('groupRulesNone') : say(isGroups ? 'groupRules' : 'entries', { count })}
        </span>
        <ButtonLink
          href={isGroups ? href('groups') : href('settings', setting.topic)}
          label={`${say(isGroups ? 'openGroups' : 'show')}: ${label}`}
        >
          {say(isGroups ? 'openGroups' : 'show')}
        </ButtonLink>
      </div>
    </Field>
  )
}
