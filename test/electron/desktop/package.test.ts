import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { getCurrentFuseWire, FuseV1Options, FuseState } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dropDesktopHome, ELECTRON, launchDesktop, makeDesktopHome } from './desktop.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const output = join(root, 'test-results', 'package')
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')

/** The package as it ships, but for one fuse: without it no test could look inside. */
const build = () =>
  promisify(execFile)(
    process.execPath,
    [
      builder,
      '--linux',
      'dir',
      `-c.electronDist=${dirname(ELECTRON ?? '')}`,
      `-c.directories.output=${output}`,
      '-c.electronFuses.enableNodeCliInspectArguments=true',
    ],
    { cwd: root, timeout: 240_000, maxBuffer: 16 * 1024 * 1024 },
  )

describe.skipIf(!ELECTRON || process.platform !== 'linux')('the package', () => {
  const program = join(output, 'linux-unpacked', 'perch')
  const asar = join(output, 'linux-unpacked', 'resources', 'app.asar')

  beforeAll(async () => {
    rmSync(output, { recursive: true, force: true })
    await build()
  }, 300_000)
  afterAll(() => rmSync(output, { recursive: true, force: true }))

  test('holds the program and nothing that only builds or describes it', () => {
    const files = filesIn(asar)
    for (const file of [
      '/dist/electron.js',
      '/dist/preload.cjs',
      '/dist/renderer/index.html',
      '/build/tray/onlinePanel.png',
    ])
      expect(files).toContain(file)
    const superfluous = /\.(map|d\.[cm]?ts)$|^\/(main|test|scripts|docs|bench|renderer)\/|^\/dist\/cli\.js$/
    expect(files.filter(file => superfluous.test(file))).toEqual([])
    const papers = /^\/node_modules\/.*(\/(tests?|__tests__|docs|examples?|benchmarks?|coverage)\/|\.(md|markdown)$)/
    const terms = /\/(licen[cs]e|notice)\.(md|markdown)$/i
    expect(files.filter(file => papers.test(file) && !terms.test(file))).toEqual([])
    const forBrowsers = /\/node-sdk\/es\/|\/mammoth\.browser|\/axios\/dist\/(browser|esm)\//
    expect(files.filter(file => forBrowsers.test(file))).toEqual([])
    const developers = /^\/node_modules\/(electron|vite|vitest|typescript|react|playwright-core|oxlint|prettier)\//
    expect(files.filter(file => developers.test(file))).toEqual([])
  })

  test('brings the terms of every package that has some', () => {
    const files = filesIn(asar)
    const folders = new Set(files.flatMap(file => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))
    const hasTerms = (names: readonly string[]) => names.some(name => /^(licen[cs]e|copying|notice)/i.test(name))
    const without = [...folders].filter(folder => {
      const source = join(root, folder)
      const inside = files.filter(file => dirname(file) === folder).map(file => basename(file))
      return existsSync(source) && hasTerms(readdirSync(source)) && !hasTerms(inside)
    })
    expect(without).toEqual([])
  })

  test('is named as a Debian package wants it: who made it, and where its home is', () => {
    const { author, homepage, description, license, main } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<string, unknown> // every part is checked below
    expect(author).toMatchObject({ name: expect.stringMatching(/\S/), email: expect.stringMatching(/^\S+@\S+$/) })
    expect(homepage).toMatch(/^https:\/\//)
    expect([description, license]).toEqual([expect.stringMatching(/\S/), 'MIT'])
    expect(main).toBe('dist/electron.js')
  })

  test('can not be turned into something else', async () => {
    const fuses = await getCurrentFuseWire(program)
    const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable]
    const on = [
      FuseV1Options.OnlyLoadAppFromAsar,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.EnableCookieEncryption,
    ]
    for (const fuse of off) expect(fuses[fuse]).toBe(FuseState.DISABLE)
    for (const fuse of on) expect(fuses[fuse]).toBe(FuseState.ENABLE)
  })

  test('reads received files by a thread from inside the archive, and outlives a hostile one', async () => {
    const desktop = await launchDesktop({ home: makeDesktopHome(), args: ['--practice'], program })
    await desktop.page()
    const page = join(desktop.home, 'page.html')
    writeFileSync(page, '<html><table><tr><td colspan="99999999">words</td></tr></table>')
    const found = await desktop.electron.evaluate(({ app }, path) => {
      const { Worker } = process.getBuiltinModule('node:worker_threads')
      const worker = new Worker(new URL(`file://${app.getAppPath()}/dist/documents-worker.js`), {
        workerData: { path, name: 'page.html' },
        resourceLimits: { maxOldGenerationSizeMb: 384 },
      })
      return new Promise<unknown>((resolve, reject) => worker.once('message', resolve).once('error', reject))
    }, page)
    expect(found).toMatchObject({ type: 'HTML page', text: 'words' })
    expect(await desktop.quit()).toBe(0)
    dropDesktopHome(desktop.home)
  })

  test('opens, practises, and quits', async () => {
    const desktop = await launchDesktop({ home: makeDesktopHome(), args: ['--practice'], program })
    const page = await desktop.page()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(page.url()).toMatch(/^perch:\/\/app\//)
    expect(await desktop.electron.evaluate(({ app }) => app.isPackaged)).toBe(true)
    expect(await desktop.quit()).toBe(0)
    dropDesktopHome(desktop.home)
  })
})

type Entry = { readonly files?: Readonly<Record<string, Entry>> }

/** The paths in an archive, whose header is JSON after four numbers of 32 bits (github.com/electron/asar). */
function filesIn(archive: string): string[] {
  const bytes = readFileSync(archive)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry
  const walk = (entry: Entry, path: string): string[] =>
    entry.files ? Object.entries(entry.files).flatMap(([name, inner]) => walk(inner, `${path}/${name}`)) : [path]
  return walk(header, '')
}
