import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/**
 * Draws every icon of the desktop anew into build/. Run it after a change of the drawing: node scripts/icons.ts
 * Needs Chromium (CHROMIUM, else /usr/bin/chromium). The drawings are 16 units wide; the state stands at the end of the
 * bird's line, as a shape and as a colour.
 */
const BIRD = 'M15.6 5 13.1 4.2a2.9 2.9 0 0 0-2.7-1.9L7.4 1l.3 2.8C7.6 6.6 5 9.2.6 10.3l4.6.9a4.7 4.7 0 0 0 8-3.5V6z'
const ACCENT = '#2a93a5'
const GREY = '#7c888a'

type Glyph = { readonly bird: string; readonly state: string; readonly draw: (colour: string) => string }

const stroke = (colour: string, width: number) => `fill="none" stroke="${colour}" stroke-width="${width}"`
const bar = (x: number, colour: string) => `<rect x="${x}" y="10" width="2" height="5" rx=".4" fill="${colour}"/>`

/** One shape for each state, so that no state is told by its colour alone. Each reaches 3:1 on white and on black panels. */
const glyphs: Readonly<Record<string, Glyph>> = {
  online: { bird: ACCENT, state: '#2c9a61', draw: colour => `<circle cx="12.9" cy="12.6" r="2.7" fill="${colour}"/>` },
  reconnecting: {
    bird: ACCENT,
    state: ACCENT,
    draw: colour => `<path d="M14.95 13.8A2.3 2.3 0 1 1 13.6 10.4" ${stroke(colour, 1.5)}/>`,
  },
  attention: {
    bird: ACCENT,
    state: '#c2760d',
    draw: colour =>
      `<path d="M12.7 9.9 15.4 14.6H10z" fill="${colour}" stroke="${colour}" stroke-width="1" stroke-linejoin="round"/>`,
  },
  paused: { bird: ACCENT, state: '#7d7db8', draw: colour => bar(11, colour) + bar(14, colour) },
  offline: {
    bird: GREY,
    state: GREY,
    draw: colour => `<circle cx="12.9" cy="12.6" r="2.1" ${stroke(colour, 1.25)}/>`,
  },
}

const svg = (box: number, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box} ${box}">${inside}</svg>`

function traySvg(name: string, { bird, state, draw }: Glyph, only?: string): string {
  const ink = only ?? bird
  const body = name === 'offline' ? `${stroke(ink, 1.35)} stroke-linejoin="round"` : `fill="${ink}"`
  const line = `<path d="M.8 12.75h7.4" ${stroke(ink, 1.5)} stroke-linecap="round"/>`
  return svg(16, `<path ${body} transform="translate(0 1.5) scale(.8)" d="${BIRD}"/>${line}${draw(only ?? state)}`)
}

const appSvg = svg(
  64,
  `<rect x="4" y="4" width="56" height="56" rx="13" fill="#0b6b7d"/><g fill="#fff">` +
    `<path transform="translate(12.5 12) scale(2.4)" d="${BIRD}"/><rect x="12" y="43.6" width="40" height="4.4" rx="2.2"/></g>`,
)

const build = join(import.meta.dirname, '..', 'build')

async function draw(browser: Browser, file: string, drawing: string, size: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const data = `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`
  await page.setContent(
    `<style>body{margin:0;background:transparent}img{display:block}</style><img width="${size}" height="${size}" src="${data}">`,
  )
  await page.screenshot({ path: join(build, file), omitBackground: true })
  await page.close()
}

/** Electron finds the sharper versions by these endings. */
const scales = { '': 1, '@1.25x': 1.25, '@1.5x': 1.5, '@2x': 2, '@3x': 3 }

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const folder of ['tray', 'icons']) {
  await mkdir(join(build, folder), { recursive: true })
  for (const old of await readdir(join(build, folder))) await rm(join(build, folder, old))
}
for (const [name, glyph] of Object.entries(glyphs)) {
  for (const [ending, scale] of Object.entries(scales))
    await draw(browser, `tray/${name}${ending}.png`, traySvg(name, glyph), 16 * scale)
  for (const [ending, scale] of [
    ['', 1],
    ['@2x', 2],
  ] as const)
    await draw(browser, `tray/${name}Template${ending}.png`, traySvg(name, glyph, '#000'), 16 * scale)
  await draw(browser, `tray/${name}Panel.png`, traySvg(name, glyph), 64)
}
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) await draw(browser, `icons/${size}x${size}.png`, appSvg, size)
await draw(browser, 'icon.png', appSvg, 1024)
await writeFile(join(build, 'icon.svg'), `${appSvg}\n`)
await browser.close()
