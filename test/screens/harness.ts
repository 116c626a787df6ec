import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { AppState } from '../../main/contract/state.ts'
import { BROWSER, QUIET } from '../fakes/browser.ts'
import { screenServer, type Answers, type ScreenServer } from '../fakes/screen-server.ts'

export type Look = {
  readonly language?: 'en' | 'zh-CN'
  readonly theme?: 'light' | 'dark'
  readonly width?: 980 | 360
}

/** Every look in which a screen must be right. */
export const looks: readonly Required<Look>[] = (['en', 'zh-CN'] as const).flatMap(language =>
  (['light', 'dark'] as const).flatMap(theme => ([980, 360] as const).map(width => ({ language, theme, width }))),
)

/**
 * Four of the eight in which every language meets every theme and every width, every theme every width: for screens with
 * many pages, where all eight would take minutes. With PERCH_LOOKS=all they are all eight.
 */
export const pairedLooks = looks.filter(
  ({ language, theme, width }) =>
    process.env['PERCH_LOOKS'] === 'all' || ((language === 'en') === (theme === 'light')) === (width === 980),
)

export const nameOf = ({ language = 'en', theme = 'light', width = 980 }: Look): string =>
  `${language}-${theme}-${width}`

export type Window = { readonly page: Page; readonly server: ScreenServer; readonly faults: readonly string[] }

/** One browser for a test file. Every window gets a service of its own, and whatever the page complains about is a fault. */
export function screens(): { open(state: AppState, answers?: Answers, place?: string, look?: Look): Promise<Window> } {
  let browser: Browser
  const open: { page: Page; server: ScreenServer; faults: string[] }[] = []
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: QUIET })
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    const faults = open.flatMap(window => window.faults)
    for (const { page, server } of open.splice(0)) {
      await page.context().close()
      await server.close()
    }
    expect(faults).toEqual([])
  })
  return {
    open: async (state, answers = {}, place = '', look = {}) => {
      const server = await screenServer({ ...state, language: look.language ?? 'en' }, answers)
      const width = look.width ?? 980
      const context = await browser.newContext({
        viewport: { width, height: 680 },
        colorScheme: look.theme ?? 'light',
        locale: look.language ?? 'en',
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      const faults: string[] = []
      page.on('pageerror', error => faults.push(String(error)))
      page.on('console', line => {
        if (line.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(line.text()))
          faults.push(line.text())
      })
      await page.goto(server.url)
      await page.getByRole('main').waitFor()
      if (place !== '') await page.evaluate(hash => (location.hash = hash), place)
      const window = { page, server, faults }
      open.push(window)
      return window
    },
  }
}

/** WCAG 2.2 AA as far as a program can tell. */
export async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(node => `${node.target.join(' ')} ${node.failureSummary}`).join(' | ')}`,
    ),
  ).toEqual([])
}

/** Nothing may scroll sideways. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const main = document.querySelector('main')
    return Math.max(document.documentElement.scrollWidth - innerWidth, main ? main.scrollWidth - main.clientWidth : 0)
  })
  expect(wide).toBeLessThanOrEqual(0)
}

/** Keeps a picture when a folder is named, to be looked at by a person. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PERCH_SHOTS']
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
