import { gzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { LogPage } from '../main/contract/views.ts'
import { screenServer, type Answers } from '../test/fakes/screen-server.ts'
import { BROWSER, QUIET } from '../test/fakes/browser.ts'
import type { Beside } from './table.ts'
import { logRows, people, someState, weekly } from '../test/screens/log-samples.ts'

const FIRST_LOAD_AIM = 250
const ROWS = 100_000
const EACH_SECOND = 200
const MEASURE_MS = 6000
const SCROLL_MS = 4000

/** A log in which 200 rows a second arrive, as the service answers it. */
function busyLog() {
  const rows = [...logRows(2000)]
  let reads = 0
  const read = async ({ after, wait }: { after: number; wait: number }): Promise<LogPage> => {
    reads++
    const end = Date.now() + wait
    while (Date.now() < end && after >= rows.length) await sleep(10)
    return { rows: after === 0 ? rows.slice(-500) : rows.slice(after), next: rows.length, dropped: 0 }
  }
  const answers: Answers = {
    'people.list': () => people,
    'groups.list': () => [weekly],
    'log.read': read,
    'log.history': () => ({ rows: [], next: 0, dropped: 0 }),
  }
  const add = (count: number) => rows.push(...logRows(count, rows.length + 1))
  const timer = setInterval(() => add(EACH_SECOND / 20), 50)
  return { answers, add, reads: () => reads, stop: () => clearInterval(timer) }
}

/** The share of a core that a page's main thread works, in per cent, by Chromium's own count. */
async function work(page: Page): Promise<number> {
  const tools = await page.context().newCDPSession(page)
  await tools.send('Performance.enable')
  const busy = async () =>
    (await tools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
  const before = await busy()
  await sleep(MEASURE_MS)
  return ((await busy()) - before) * (100_000 / MEASURE_MS)
}

/** As when the window is minimised, without what the browser itself would then save. */
const hide = (page: Page) =>
  page.evaluate(`
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })
    void document.dispatchEvent(new Event('visibilitychange'))`)

/** Frames a second while something scrolls up and down a little with each of them. */
const frames = (page: Page, selector: string): Promise<number> =>
  page.evaluate(`new Promise(resolve => {
    const place = document.querySelector(${JSON.stringify(selector)})
    const [begun, middle] = [performance.now(), place.scrollHeight / 2]
    let count = 0
    const step = now => {
      if (now - begun > ${SCROLL_MS}) return resolve(count / ((now - begun) / 1000))
      count++
      place.scrollTop = middle + 5000 * Math.sin((now - begun) / 400)
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })`)

/** What the first screen loads, as a server that compresses would send it (KB). */
async function firstLoad(browser: Browser): Promise<number> {
  const server = await screenServer(someState, busyAnswers)
  const page = await browser.newPage()
  const bodies: Promise<number>[] = []
  page.on('response', response => {
    if (new URL(response.url()).pathname.startsWith('/api/')) return
    bodies.push(response.body().then(body => gzipSync(body).length))
  })
  await page.goto(server.url)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  const sizes = await Promise.all(bodies)
  await page.close()
  await server.close()
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}
const busyAnswers: Answers = { 'people.list': () => people, 'groups.list': () => [weekly] }

async function openLog(browser: Browser, log: ReturnType<typeof busyLog>) {
  const server = await screenServer(someState, log.answers)
  const page = await browser.newPage({ viewport: { width: 980, height: 680 } })
  await page.goto(server.url)
  await page.getByRole('main').waitFor()
  await page.evaluate('void (location.hash = "#/log")')
  await page.getByRole('option').first().waitFor()
  return { page, close: () => page.close().then(server.close) }
}

/** A window beside a hidden one and none at all, and a long log beside an empty page, all in one run. */
export async function measureWindow(): Promise<readonly Beside[]> {
  const browser = await chromium.launch({ executablePath: BROWSER, args: QUIET })
  const log = busyLog()
  try {
    const load = await firstLoad(browser)
    const empty = await browser.newPage({ viewport: { width: 980, height: 680 } })
    await empty.setContent('<main style="height: 680px; overflow: auto"><div style="height: 2800000px">')
    const nothing = await work(empty)
    const freely = await frames(empty, 'main')
    await empty.close()

    const { page, close } = await openLog(browser, log)
    const visible = await work(page)
    await hide(page)
    await sleep(500)
    const read = log.reads()
    const hidden = await work(page)
    const readsWhileHidden = log.reads() - read
    await close()

    const long = await openLog(browser, log)
    log.add(ROWS - 2000)
    const height = () => long.page.evaluate<number>(`document.querySelector('.log-list').scrollHeight`)
    while ((await height()) < ROWS * 20) await sleep(100)
    const scrolling = await frames(long.page, '.log-list')
    await long.close()
    return [
      { name: 'first load compressed (KB) | aim', value: load, beside: FIRST_LOAD_AIM },
      { name: `log, ${EACH_SECOND} rows/s: hidden | visible window (% of a core)`, value: hidden, beside: visible },
      { name: `log, ${EACH_SECOND} rows/s: hidden window | empty page (% of a core)`, value: hidden, beside: nothing },
      { name: 'reads of the log by a hidden window | aim', value: readsWhileHidden, beside: 0 },
      { name: `frames/s scrolling ${ROWS} rows +${EACH_SECOND}/s | empty page`, value: scrolling, beside: freely },
    ]
  } finally {
    log.stop()
    await browser.close()
  }
}
