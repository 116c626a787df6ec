import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import './select.css'

export type SelectOption<T extends string = string> = { readonly value: T; readonly label: string }

export type SelectProps<T extends string> = {
  readonly value: T
  readonly options: readonly SelectOption<T>[]
  readonly onChange: (value: T) => void
  /** Needed outside of a `Field`. */
  readonly label?: string
  readonly disabled?: boolean
}

/** One of a few. Looks like a button with two chevrons; arrows and letters choose. */
export function Select<T extends string>({ value, options, onChange, label, disabled = false }: SelectProps<T>) {
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={chosen => chosen !== null && onChange(chosen)}
    >
      <Base.Trigger className="select" aria-label={label}>
        <Base.Value className="select-value" />
        <Base.Icon className="select-icon">
          <ChevronsUpDown aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="popup-place" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="popup">
            <Base.List className="popup-list">
              {options.map(option => (
                <Base.Item key={option.value} value={option.value} className="popup-item">
                  <span className="popup-mark">
                    <Base.ItemIndicator>
                      <Check aria-hidden />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
