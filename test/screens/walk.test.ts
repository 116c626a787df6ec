import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BROWSER, QUIET } from '../fakes/browser.ts'

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js')
const home = mkdtempSync(join(tmpdir(), 'perch-walk-'))
let program: ChildProcess
let browser: Browser
let page: Page

/** `perch practice` with an empty home; gives the address that it prints. */
async function startPractice(): Promise<string> {
  program = spawn(process.execPath, [cli, 'practice', '--home', home], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: program.stdout ?? process.stdin })) {
    const address = /^ready: (\S+)$/.exec(line)?.[1]
    if (address) return address
  }
  throw new Error('perch practice printed no address')
}

beforeAll(async () => {
  const address = await startPractice()
  browser = await chromium.launch({ executablePath: BROWSER, args: QUIET })
  page = await browser.newPage({ viewport: { width: 980, height: 680 }, locale: 'en-US' })
  await page.goto(address)
})
afterAll(async () => {
  await browser?.close()
  program?.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

test('a newcomer gets from an empty home to the first answer by clicks alone', async () => {
  await page.getByRole('link', { name: 'Practice' }).click()
  await page.getByRole('button', { name: 'Write it for me' }).click()
  await page.getByText('I don’t know you yet').waitFor()
  const openId = await page
    .getByText(/^ou_[0-9a-f]{32}$/)
    .first()
    .textContent()
  expect(openId).toMatch(/^ou_/)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.getByText('This is the practice model, not a real one.').waitFor()
  await page.getByRole('link', { name: 'People' }).click()
  await page.getByText('Allowed').first().waitFor()
  await page.getByRole('link', { name: 'Log', exact: true }).click()
  await page.getByText('Ann got an answer').waitFor()
  // A reload shows the same truth, and the address bar no longer holds the token.
  expect(page.url()).not.toContain('token')
  await page.reload()
  await page.getByText('Ann got an answer').waitFor()
})

test('the address opens the screens once; a second browser is turned away', async () => {
  const other = await browser.newContext()
  const stranger = await other.newPage()
  await stranger.goto(new URL('/', page.url()).href)
  await stranger.getByText('perch status').waitFor()
  await other.close()
})
