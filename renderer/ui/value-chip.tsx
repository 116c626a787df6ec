import { X } from 'lucide-react'
import './chip.css'
import './value-chip.css'

export type ValueChipProps = {
  readonly label: string
  /** The whole value, for the hover. */
  readonly title?: string
  /** What the cross does, for those who listen: "Remove ou_…". */
  readonly removal: string
  readonly onRemove: () => void
}

/** One value of a list, and the cross that takes it out. */
export function ValueChip({ label, title, removal, onRemove }: ValueChipProps) {
  return (
    <span className="chip value-chip mono" title={title}>
      <span className="value-chip-text">{label}</span>
      <button type="button" className="value-chip-cross" aria-label={removal} title={removal} onClick={onRemove}>
        <X aria-hidden />
      </button>
    </span>
  )
}
