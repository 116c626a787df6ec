import { Menu as Base } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import { Check, ChevronDown, Ellipsis } from 'lucide-react'
import './select.css'
import './button.css'

export type MenuItem = {
  readonly id: string
  readonly label: string
  readonly icon?: LucideIcon
  /** Draws a tick: this one is chosen. */
  readonly chosen?: boolean
  readonly disabled?: boolean
  readonly onSelect: () => void
}

export type MenuProps = {
  /** What the button says; with `dots` only those who listen hear it. */
  readonly label: string
  readonly look?: 'button' | 'dots' | 'chip'
  readonly items: readonly MenuItem[]
}

/** A button that opens a list of actions. */
export function Menu({ label, look = 'button', items }: MenuProps) {
  const className = { button: 'button button-secondary', dots: 'icon-button', chip: 'chip' }[look]
  return (
    <Base.Root modal={false}>
      <Base.Trigger className={className} {...(look === 'dots' && { 'aria-label': label, title: label })}>
        {look === 'dots' ? <Ellipsis aria-hidden /> : label}
        {look !== 'dots' && <ChevronDown aria-hidden />}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="popup-place" sideOffset={4} align={look === 'dots' ? 'end' : 'start'}>
          <Base.Popup className="popup popup-list">
            {items.map(({ id, label: text, icon: Icon, chosen, disabled = false, onSelect }) => (
              <Base.Item key={id} className="popup-item" disabled={disabled} onClick={onSelect}>
                {Icon && <Icon aria-hidden />}
                {chosen !== undefined && <span className="popup-mark">{chosen && <Check aria-hidden />}</span>}
                {text}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
