/** Time as the practice platform sees it: it can be moved forward, and what falls due then runs at once. */
export interface SandboxClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Moves time forward by so many milliseconds and runs everything that falls due, in order. */
  advance(milliseconds: number): void
  /** Runs once, so many milliseconds from now; the returned function cancels. */
  after(milliseconds: number, run: () => void): () => void
  /** Resolves after so many milliseconds, or as soon as the clock stops. */
  wait(milliseconds: number): Promise<void>
  stop(): void
}

type Appointment = { readonly due: number; readonly run: () => void; timer: NodeJS.Timeout | undefined }

/** Node's timers take no longer wait than this. */
const longestTimer = 2 ** 31 - 1

export function createClock(source: () => number = Date.now): SandboxClock {
  const appointments = new Set<Appointment>()
  const waiting = new Set<() => void>()
  let offset = 0
  const now = () => source() + offset

  const cancel = (appointment: Appointment) => {
    clearTimeout(appointment.timer)
    appointments.delete(appointment)
  }
  const arm = (appointment: Appointment) => {
    clearTimeout(appointment.timer)
    const wait = Math.min(longestTimer, Math.max(0, appointment.due - now()))
    appointment.timer = setTimeout(() => keep(appointment), wait).unref()
  }
  const keep = (appointment: Appointment) => {
    if (appointment.due > now()) return arm(appointment)
    cancel(appointment)
    appointment.run()
  }
  const after = (milliseconds: number, run: () => void) => {
    const appointment: Appointment = { due: now() + milliseconds, run, timer: undefined }
    appointments.add(appointment)
    arm(appointment)
    return () => cancel(appointment)
  }

  return {
    now,
    after,
    advance(milliseconds) {
      offset += milliseconds
      for (const appointment of [...appointments].toSorted((a, b) => a.due - b.due)) {
        if (appointments.has(appointment)) keep(appointment)
      }
    },
    wait(milliseconds) {
      return new Promise(resolve => {
        const done = () => {
          waiting.delete(done)
          cancelWait()
          resolve()
        }
        const cancelWait = after(milliseconds, done)
        waiting.add(done)
      })
    },
    stop() {
      for (const appointment of appointments) cancel(appointment)
      for (const done of waiting) done()
    },
  }
}
