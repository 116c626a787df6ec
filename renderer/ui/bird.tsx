import './bird.css'

/** The bird of the mark. It stands on a line that the caller draws. */
export function Bird({ tone }: { readonly tone: 'accent' | 'grey' }) {
  return (
    <svg className={`bird bird-${tone}`} viewBox="0 0 16 12.4" aria-hidden>
      <path
        fill="currentColor"
        d="M15.6 5 13.1 4.2a2.9 2.9 0 0 0-2.7-1.9L7.4 1l.3 2.8C7.6 6.6 5 9.2.6 10.3l4.6.9a4.7 4.7 0 0 0 8-3.5V6z"
      />
    </svg>
  )
}
