import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import './tabs.css'

export type Tab<T extends string> = { readonly value: T; readonly label: string; readonly content: ReactNode }

export type TabsProps<T extends string> = {
  /** What the tabs choose between, for those who listen. */
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** Some panels of which one is shown; arrows move between the tabs. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  return (
    <Base.Root className="tabs" value={value} onValueChange={chosen => onChange(chosen as T)}>
      <Base.List className="tabs-list" aria-label={label}>
        {tabs.map(tab => (
          <Base.Tab key={tab.value} className="tabs-tab" value={tab.value}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(tab => (
        <Base.Panel key={tab.value} className="tabs-panel" value={tab.value}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
