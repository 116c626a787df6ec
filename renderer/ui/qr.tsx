import { useMemo } from 'react'
import { encode } from 'uqr'
import './qr.css'

/** The quiet zone that readers need, in modules (ISO/IEC 18004). */
const QUIET = 4
/** Longer texts get the lowest correction, so that the modules stay large enough for a phone's camera. */
const LONG = 300

export type QrProps = {
  readonly text: string
  readonly label: string
  /** Faded, once it no longer works. */
  readonly isOver?: boolean
}

/** A QR code, dark on white in every theme: many readers refuse the reverse. */
export function Qr({ text, label, isOver = false }: QrProps) {
  const { path, size } = useMemo(() => drawingOf(text), [text])
  return (
    <svg
      className="qr"
      data-over={isOver || undefined}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}

/** One run of dark modules in a row is one rectangle. */
function drawingOf(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { border: QUIET, ecc: text.length > LONG ? 'L' : 'M' })
  const path = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)).join('')
  return { path, size }
}

function runsOf(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  const runs: [number, number][] = []
  row.forEach((isDark, x) => {
    const last = runs.at(-1)
    if (!isDark) return
    if (last && last[0] + last[1] === x) last[1]++
    else runs.push([x, 1])
  })
  return runs
}
