import { Switch as Base } from '@base-ui/react/switch'
import './switch.css'

export type SwitchProps = {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  /** Needed outside of a `Field`. */
  readonly label?: string
  readonly disabled?: boolean
}

/** On or off, at once. */
export function Switch({ checked, onChange, label, disabled = false }: SwitchProps) {
  return (
    <Base.Root className="switch" aria-label={label} checked={checked} disabled={disabled} onCheckedChange={onChange}>
      <Base.Thumb className="switch-thumb" />
    </Base.Root>
  )
}
