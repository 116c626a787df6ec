import { app, shell, type Session, type WebContents } from 'electron'
import type { Logger } from '../base/logger.ts'
import { isOurPage, isSamePage, outsideLink } from './address.ts'

/** The one thing beyond itself that the page may do: write to the clipboard, for a click on an ID. */
const mayHave = (permission: string, address: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOurPage(address)

/** No camera, no place, no device: whatever a page asks for is refused. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => answer(mayHave(permission, contents.getURL())))
  session.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, `${origin}/`))
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false) // its dictionaries would be downloaded
}

/** Every page that this program ever opens stays where it is; https links open in the browser. */
export function lockNavigation(log: Logger): void {
  app.on('web-contents-created', (_event, contents) => lock(contents, log))
}

function lock(contents: WebContents, log: Logger): void {
  const refuse = (what: string) => log.warn('a window was kept from leaving the screens', { what })
  contents.on('will-frame-navigate', event => {
    if (event.isMainFrame && isSamePage(contents.getURL(), event.url)) return
    event.preventDefault()
    refuse('navigation')
  })
  contents.on('will-redirect', event => {
    event.preventDefault()
    refuse('redirect')
  })
  contents.on('will-attach-webview', event => {
    event.preventDefault()
    refuse('webview')
  })
  contents.setWindowOpenHandler(({ url }) => {
    const link = outsideLink(url)
    if (link) openOutside(link, log)
    else refuse('window')
    return { action: 'deny' }
  })
}

function openOutside(link: string, log: Logger): void {
  shell.openExternal(link).catch((error: unknown) => log.warn('the browser could not be opened', { error }))
}
