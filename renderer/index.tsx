import { CSPProvider } from '@base-ui/react/csp-provider'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './tokens.css'
import './base.css'
import { App } from './app.tsx'
import { ServicesContext } from './hooks.ts'
import { ipcPort, type PerchBridge } from './ipc-link.ts'
import { Mirror } from './mirror.ts'
import { openSession } from './session.ts'
import { socketPort } from './socket-link.ts'
import { createWireLink } from './wire-link.ts'
import { createTranslator } from './words/translator.ts'

declare global {
  interface Window {
    /** Two functions of the desktop's preload; absent in a browser. */
    readonly perch?: PerchBridge
  }
}

/** Joins the window's parts: the desktop's bridge if there is one, else a socket to the server that sent this page. */
function start(place: HTMLElement): void {
  const { port, status } = window.perch ? ipcPort(window.perch) : socketPort(openSession(window), window)
  const link = createWireLink(port)
  const mirror = new Mirror(link)
  mirror.start()
  const services = { link, mirror, status, translator: createTranslator() }
  createRoot(place).render(
    <StrictMode>
      <ServicesContext value={services}>
        <CSPProvider disableStyleElements>
          <div className="frame-root">
            <App />
          </div>
        </CSPProvider>
      </ServicesContext>
    </StrictMode>,
  )
}

const place = document.getElementById('window')
if (place) start(place)
