import type { ReactNode } from 'react'
import type { SettingView } from '../../../main/contract/views.ts'
import { useWords } from '../../hooks.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { settingsWords } from '../../words/settings.ts'
import { SettingField } from './setting-field.tsx'
import type { Settings } from './use-settings.ts'

export type FieldsProps = { readonly list: readonly SettingView[]; readonly settings: Settings }

/** Settings, one under the other; those that nothing acts on yet are told so first. */
export function Fields({ list, settings }: FieldsProps) {
  const isNoted = list.length > 0 && list.every(({ unused }) => unused)
  return (
    <>
      {isNoted && <UnusedNote />}
      <div className="settings-fields">
        {list.map(setting => (
          <SettingField key={setting.path} setting={setting} settings={settings} isNoted={isNoted} />
        ))}
      </div>
    </>
  )
}

export function UnusedNote() {
  const say = useWords(settingsWords)
  return (
    <p className="settings-note">
      <StateGlyph shape="odd" />
      <span>{say('unusedNote')}</span>
    </p>
  )
}

type PartProps = { readonly title?: string; readonly children: ReactNode }

/** A part of a page under a heading over a hairline. */
export function Part({ title, children }: PartProps) {
  return (
    <section className="settings-group" aria-label={title}>
      {title !== undefined && <h3 className="settings-owner">{title}</h3>}
      {children}
    </section>
  )
}
