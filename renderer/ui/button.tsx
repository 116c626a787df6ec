import type { LucideIcon } from 'lucide-react'
import { ExternalLink } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import './button.css'

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** One `primary` a screen; `quiet` is accent text without an edge. */
  readonly kind?: 'primary' | 'secondary' | 'quiet'
  readonly icon?: LucideIcon
  /** Keeps the focus and ignores presses while the call it made is under way. */
  readonly busy?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({ kind = 'secondary', icon: Icon, busy = false, onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind}`}
      aria-disabled={busy || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
    >
      {Icon && <Icon aria-hidden />}
      {children}
    </button>
  )
}

export type IconButtonProps = Omit<ButtonProps, 'kind' | 'icon' | 'children'> & {
  readonly icon: LucideIcon
  /** What it does, for those who can't see the icon; also on hover. */
  readonly label: string
}

/** A button that is only an icon. */
export function IconButton({ icon: Icon, label, busy = false, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      className="icon-button"
      aria-label={label}
      aria-disabled={busy || undefined}
    >
      <Icon aria-hidden />
    </button>
  )
}

/** A link that looks like a button. `external` opens the browser and says so with an arrow leaving its box. */
export function ButtonLink(props: {
  readonly href: string
  readonly kind?: 'primary' | 'secondary' | 'quiet'
  readonly external?: boolean
  /** Needed where what it says could mean several things. */
  readonly label?: string
  readonly children: ReactNode
}) {
  const away = props.external ? { target: '_blank', rel: 'noreferrer' } : {}
  return (
    <a className={`button button-${props.kind ?? 'secondary'}`} href={props.href} aria-label={props.label} {...away}>
      {props.children}
      {props.external && <ExternalLink aria-hidden />}
    </a>
  )
}
