import type { Session } from './session.ts'
import { createStatus } from './status-store.ts'
import type { PortEvents, StatusStore, WirePort } from './wire-port.ts'

/** What the socket needs of a browser window. */
export type SocketPlace = {
  readonly location: { readonly protocol: string; readonly host: string }
  readonly WebSocket: typeof WebSocket
  addEventListener(type: 'online', listener: () => void): void
}

const FIRST_WAIT = 500
const LONGEST_WAIT = 15_000

/** Doubles from half a second to 15 s, with a quarter of chance, so that many windows do not knock at once. */
export const backOff = (tries: number, chance = Math.random()): number =>
  Math.round(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (0.875 + chance / 4))

/** A port over a WebSocket to the server that sent this page; it connects again by itself and says so. */
export function socketPort(session: Session, place: SocketPlace): { port: WirePort; status: StatusStore } {
  const status = createStatus(() => knock())
  let socket: WebSocket | undefined
  let events: PortEvents | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let [tries, lostAt, isTrying] = [0, 0, false]

  const later = () => {
    lostAt ||= Date.now()
    const wait = backOff(tries++)
    status.set({ state: 'lost', since: lostAt, next: Date.now() + wait })
    timer = setTimeout(knock, wait)
  }
  const connect = (tab: string) => {
    const { protocol, host } = place.location
    const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/v1/link`
    const mine = new place.WebSocket(address, ['perch.v1', `perch.tab.${tab}`])
    socket = mine
    mine.addEventListener('open', () => {
      ;[tries, lostAt, isTrying] = [0, 0, false]
      status.set({ state: 'open' })
      events?.opened()
    })
    mine.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') events?.text(data)
    })
    mine.addEventListener('close', () => {
      ;[socket, isTrying] = [undefined, false]
      events?.closed()
      if (events) later()
    })
  }
  const attempt = async () => {
    const answer = await session.check()
    if (!events) return
    if (answer.state === 'open') return connect(answer.tab)
    isTrying = false
    if (answer.state === 'locked') status.set({ state: 'locked' })
    else later()
  }
  const knock = () => {
    clearTimeout(timer)
    if (!events || socket || isTrying) return
    isTrying = true
    void attempt()
  }

  place.addEventListener('online', knock)
  const port: WirePort = {
    send: text => socket?.readyState === 1 && socket.send(text),
    open: mine => {
      events = mine
      knock()
      return () => {
        events = undefined
        clearTimeout(timer)
        socket?.close()
      }
    },
  }
  return { port, status }
}
