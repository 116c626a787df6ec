import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { useWords } from '../hooks.ts'
import { kit } from '../words/kit.ts'
import './dialog.css'
import './button.css'

export type DialogProps = {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly children: ReactNode
  /** The buttons at the right of the foot, the one that acts last. */
  readonly actions?: ReactNode
}

/** Something that must be answered before anything else. Escape answers "no". */
export function Dialog({ open, onClose, title, children, actions }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={isOpen => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="veil" />
        <Base.Popup className="dialog">
          <Base.Title className="dialog-title">{title}</Base.Title>
          <div className="dialog-body">{children}</div>
          {actions !== undefined && <div className="dialog-actions">{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export type SidePanelProps = DialogProps & {
  /** One line of secondary text under the title. */
  readonly detail?: ReactNode
}

/** Details of one row, at the right edge, over the list. Escape closes it and the focus returns to the row. */
export function SidePanel({ open, onClose, title, detail, children, actions }: SidePanelProps) {
  const say = useWords(kit)
  const panel = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={isOpen => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="veil veil-light" />
        <Base.Popup className="side-panel" ref={panel} initialFocus={panel}>
          <header className="side-panel-head">
            <div className="side-panel-title">
              <Base.Title className="dialog-title">{title}</Base.Title>
              {detail !== undefined && <div className="secondary">{detail}</div>}
            </div>
            <Base.Close className="icon-button" aria-label={say('close')}>
              <X aria-hidden />
            </Base.Close>
          </header>
          <div className="side-panel-body">{children}</div>
          {actions !== undefined && <footer className="dialog-actions side-panel-foot">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
