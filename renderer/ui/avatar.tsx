import './avatar.css'

export type AvatarProps = {
  /** The Open ID; its hash chooses the tint, which means nothing. */
  readonly id: string
  readonly name: string
  /** 24 or 32 px. */
  readonly size?: 'small' | 'large'
}

/** The first character of a name on a tint of its own. */
export function Avatar({ id, name, size = 'small' }: AvatarProps) {
  const [first = '?'] = name.trim() || '?'
  return (
    <span className={`avatar avatar-${size} avatar-${tintOf(id)}`} aria-hidden>
      {first.toUpperCase()}
    </span>
  )
}

const tintOf = (id: string): number =>
  (Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7) % 5) + 1
