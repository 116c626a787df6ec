/** A window that lies behind another one draws about once a second; rows don't wait longer than this (milliseconds). */
const LATEST = 100

type Clockwork = Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame' | 'setTimeout' | 'clearTimeout'>

/** Calls back once, with the next frame or soon after without one; the returned function takes that back. */
export function soonest(call: () => void, clockwork: Clockwork): () => void {
  const leave = () => {
    clockwork.cancelAnimationFrame(frame)
    clockwork.clearTimeout(timer)
  }
  const once = () => {
    leave()
    call()
  }
  const frame = clockwork.requestAnimationFrame(once)
  const timer = clockwork.setTimeout(once, LATEST)
  return leave
}
