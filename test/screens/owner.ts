import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { BROWSER, QUIET } from '../fakes/browser.ts'
import { perch } from '../fakes/perch.ts'

export type WireFrame = { readonly direction: 'sent' | 'received'; readonly text: string }

/** A window of the owner in a real browser, with every frame of its link. */
export type OwnerWindow = {
  readonly page: Page
  readonly frames: WireFrame[]
  /** Loses the next frame from the service that matches. */
  readonly lose: (pattern: RegExp) => void
  readonly lost: () => number
}

/** The owner's browser: windows share its cookie. */
export async function openOwner(home: string, locale = 'en-US') {
  const browser: Browser = await chromium.launch({ executablePath: BROWSER, args: QUIET })
  const context: BrowserContext = await browser.newContext({ locale, viewport: { width: 980, height: 680 } })
  return {
    browser,
    context,
    /** A new window through a fresh link, as `perch status` prints it. */
    window: async (place = ''): Promise<OwnerWindow> => {
      const { stdout } = await perch(home, ['status'])
      const address = /^screens: (\S+)$/m.exec(stdout)?.[1]
      if (!address) throw new Error(`perch status printed no link:\n${stdout}`)
      return openWindow(context, address, place)
    },
    close: () => browser.close(),
  }
}

async function openWindow(context: BrowserContext, address: string, place: string): Promise<OwnerWindow> {
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const frames: WireFrame[] = []
  let [loses, lost]: [RegExp | undefined, number] = [undefined, 0]
  await page.routeWebSocket(/\/api\/v1\/link$/, window => {
    const service = window.connectToServer()
    window.onMessage(message => {
      frames.push({ direction: 'sent', text: String(message) })
      service.send(message)
    })
    service.onMessage(message => {
      const text = String(message)
      frames.push({ direction: 'received', text })
      if (!loses?.test(text)) return window.send(message)
      ;[loses, lost] = [undefined, lost + 1]
    })
  })
  await page.goto(address)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  if (place !== '') await page.evaluate(hash => (location.hash = hash), place)
  return { page, frames, lose: pattern => (loses = pattern), lost: () => lost }
}
