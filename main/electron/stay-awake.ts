/** Below this the computer may sleep in the middle of a turn: better a late answer than lost work. */
const LOW_BATTERY = 10
const LOOK_AGAIN_MS = 60_000

export type StayAwakePorts = {
  /** Keeps the system from sleeping while it is idle, until the function that it gives is called. */
  readonly block: () => () => void
  readonly onBattery: () => boolean
  /** 0 to 100, where the system tells. */
  readonly level: () => Promise<number | undefined>
}

export type StayAwake = { readonly update: (isBusy: boolean) => void; readonly close: () => void }

/** The computer stays awake while a turn runs, as long as its battery is not nearly empty. */
export function createStayAwake({ block, onBattery, level }: StayAwakePorts): StayAwake {
  let isBusy = false
  let unblock: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined

  const release = () => {
    unblock?.()
    unblock = undefined
  }
  const look = async () => {
    const mayBlock = !onBattery() || ((await level()) ?? 100) >= LOW_BATTERY
    if (isBusy && mayBlock) unblock ??= block()
    else release()
  }
  const update = (busy: boolean) => {
    if (busy === isBusy) return
    isBusy = busy
    clearInterval(timer)
    if (busy) timer = setInterval(() => void look(), LOOK_AGAIN_MS)
    void look()
  }
  return { update, close: () => update(false) }
}
