import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ToolScene } from '../../main/agent/tool.ts'
import { isAppError } from '../../main/contract/errors.ts'
import { createTools } from '../../main/tools/catalog.ts'
import { locate, openPlace } from '../../main/tools/workspace.ts'

let top = ''
let root = ''
let time = 0
const tools = createTools({ now: () => time, timeZone: () => 'Asia/Shanghai' })
const posixTest = test.skipIf(process.platform === 'win32')

const write = async (path: string, content: string | Uint8Array) => {
  const full = join(top, path)
  await mkdir(join(full, '..'), { recursive: true })
  await writeFile(full, content)
}
const run = (name: string, input: unknown, signal: AbortSignal = new AbortController().signal, workspace = root) => {
  const tool = tools.find(tool => tool.name === name)
  if (tool === undefined) throw new Error(`no tool ${name}`)
  const scene: ToolScene = { account: 'default', chatId: 'oc_1', senderId: 'ou_1', workspace }
  return tool.run(input, scene, signal)
}
const reads = (file: FileHandle) => file.readFile('utf8')
const codeOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return isAppError(thrown) ? thrown.code : thrown
}

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'perch-tools-'))
  root = join(top, 'work')
  await write('outside/secret.txt', 'TOP SECRET')
  await write('work/notes.md', 'buy Milk\nand bread\n')
  await write('work/docs/deep/plan.txt', 'milk plan\n牛奶计划\n')
  await write('work/docs/long.txt', '测😀'.repeat(30_000))
  await write('work/empty.txt', '')
  await write('work/gbk.txt', Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3, 0x0a))
  await write('work/utf16.txt', new Uint8Array(Buffer.from('\ufeffhello 牛奶', 'utf16le')))
  await write('work/picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3))
  await write('work/node_modules/pkg/index.js', 'milk')
  await write('work/.git/config', 'milk')
  await write('work/.env', 'TOKEN=milk')
  await write('work/.ssh/id_ed25519', 'milk')
  await mkdir(join(root, 'hollow'))
})
afterAll(() => rm(top, { recursive: true, force: true }))

describe('read_file', () => {
  test.each([
    { path: 'notes.md', text: 'buy Milk\nand bread\n' },
    { path: 'empty.txt', text: '[empty file]' },
    { path: 'gbk.txt', text: '你好\n' },
    { path: 'utf16.txt', text: 'hello 牛奶' },
    { path: 'picture.png', text: 'picture.png is no text file (8 bytes), so it is not shown.' },
  ])('of $path answers "$text"', async ({ path, text }) => expect(await run('read_file', { path })).toBe(text))

  test('gives a long file in parts that together are the whole', async () => {
    let text = ''
    for (let offset = 0, parts = 0; parts < 10; parts++) {
      const part = await run('read_file', { path: 'docs/long.txt', offset })
      text += part.replace(/^\[from .*\]\n/, '').replace(/\n\[cut: .*\]$/, '')
      const next = /go on with offset (\d+)\]$/.exec(part)?.[1]
      if (next === undefined) break
      offset = Number(next)
    }
    expect(text).toBe('测😀'.repeat(30_000))
  })

  test('can be asked for a part, even inside a wide character', async () => {
    expect(await run('read_file', { path: 'docs/long.txt', offset: 2, limit: 3 })).toContain('😀测')
    expect(await run('read_file', { path: 'docs/long.txt', offset: 999_999 })).toContain('nothing there')
  })

  test.each([
    { what: 'a file that does not exist', path: 'gone.md', code: 'not-found' },
    { what: 'a folder', path: 'docs', code: 'bad-request' },
    { what: 'a path through a file', path: 'notes.md/x', code: 'not-found' },
    { what: 'a path upwards', path: '../outside/secret.txt', code: 'tool-refused' },
    { what: 'an absolute path', path: '/etc/passwd', code: 'tool-refused' },
    { what: 'a file of secrets', path: '.env', code: 'tool-refused' },
    { what: 'a key', path: '.ssh/id_ed25519', code: 'tool-refused' },
  ])('refuses $what: $code', async ({ path, code }) => expect(await codeOf(run('read_file', { path }))).toBe(code))

  test('reaches what was sent in its own chat, and nothing that was sent elsewhere', async () => {
    const received = join(top, 'media', 'default', 'oc_1')
    await mkdir(join(received, 'om_1'), { recursive: true })
    await mkdir(join(top, 'media', 'default', 'oc_2'), { recursive: true })
    await writeFile(join(received, 'om_1', '报告.pdf.txt'), 'the words of the report')
    await writeFile(join(top, 'media', 'default', 'oc_2', 'secret.txt'), 'of others')
    const scene: ToolScene = { account: 'default', chatId: 'oc_1', senderId: 'ou_1', workspace: root, received }
    const { signal } = new AbortController()
    const ask = (name: string, input: unknown) => {
      const tool = tools.find(one => one.name === name)
      if (!tool) throw new Error(name)
      return tool.run(input, scene, signal)
    }
    expect(await ask('read_file', { path: 'received/om_1/报告.pdf.txt' })).toBe('the words of the report')
    expect(await ask('list_files', { path: 'received/om_1' })).toContain('报告.pdf.txt (23 bytes)')
    expect(await ask('list_files', {})).toContain('received/')
    expect(await ask('search_text', { query: 'of the report' })).toContain('received/om_1/报告.pdf.txt:1')
    for (const path of ['received/../oc_2/secret.txt', 'received/./../oc_2/secret.txt'])
      expect(await codeOf(ask('read_file', { path }))).toBe('tool-refused')
    expect(await codeOf(ask('read_file', { path: 'received/om_2/x' }))).toBe('not-found')
  })

  test('says that the workspace is missing', async () => {
    expect(await codeOf(run('read_file', { path: 'x' }, undefined, join(top, 'nowhere')))).toBe('not-found')
  })

  posixTest('follows a link inside the workspace, none that leads out of it', async () => {
    await symlink('notes.md', join(root, 'inner'))
    await symlink('../outside/secret.txt', join(root, 'file-out'))
    await symlink('../outside', join(root, 'folder-out'))
    await symlink(join(top, 'outside', 'later.txt'), join(root, 'dangling'))
    await symlink('loop', join(root, 'loop'))
    expect(await run('read_file', { path: 'inner' })).toContain('Milk')
    for (const path of [
      'file-out',
      'folder-out/secret.txt',
      'folder-out/missing.txt',
      'folder-out/a/b',
      'dangling',
      'loop',
      'loop/x',
    ]) {
      expect([path, await codeOf(run('read_file', { path }))]).toEqual([path, 'tool-refused'])
    }
    expect(await codeOf(run('list_files', { path: 'folder-out' }))).toBe('tool-refused')
    expect(await run('list_files', {})).toContain('folder-out (link)')
  })

  posixTest('refuses a secret under an innocent name, and what is no file', async () => {
    await symlink('.env', join(root, 'innocent'))
    expect(await codeOf(run('read_file', { path: 'innocent' }))).toBe('tool-refused')
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect(await codeOf(run('read_file', { path: 'pipe' }))).toBe('tool-refused')
  })

  posixTest('refuses a file whose folder became a link to somewhere else after it was found', async () => {
    await write('work/moved/secret.txt', 'harmless')
    const place = await locate({ workspace: root }, 'moved/secret.txt')
    await rename(join(root, 'moved'), join(root, 'moved-away'))
    await symlink('../outside', join(root, 'moved'))
    expect(await codeOf(openPlace({ workspace: root }, place, reads))).toBe('tool-refused')
  })

  posixTest('refuses it too when everything looks right again after it was opened', async () => {
    await write('work/there/secret.txt', 'harmless')
    const place = await locate({ workspace: root }, 'there/secret.txt')
    const swapped = { ...place, real: join(top, 'outside', 'secret.txt') }
    expect(await codeOf(openPlace({ workspace: root }, swapped, reads))).toBe('tool-refused')
    expect(await openPlace({ workspace: root }, place, reads)).toBe('harmless')
  })
})

describe('list_files', () => {
  test('names files with their size, folders with a slash, sorted', async () => {
    expect(await run('list_files', { path: 'docs' })).toBe('deep/\nlong.txt (210.0 KB)')
    const names = (await run('list_files', { path: '.' }))
      .split('\n')
      .map(line => (line.split(' ')[0] ?? '').replace('/', ''))
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)))
  })

  test('says when there is nothing, and names at most 500', async () => {
    expect(await run('list_files', { path: 'hollow' })).toBe('This folder is empty.')
    await Promise.all(Array.from({ length: 510 }, (_, index) => write(`crowd/f${index}`, '')))
    const lines = (await run('list_files', { path: '.' }, undefined, join(top, 'crowd'))).split('\n')
    expect(lines).toHaveLength(501)
    expect(lines.at(-1)).toBe('[cut: 10 more entries]')
  })
})

describe('search_text', () => {
  test('finds lines in any case and language, with their place, and passes over what is not for reading', async () => {
    expect(await run('search_text', { query: 'MILK' })).toBe('docs/deep/plan.txt:1: milk plan\nnotes.md:1: buy Milk')
    expect(await run('search_text', { query: '牛奶' })).toBe('docs/deep/plan.txt:2: 牛奶计划\nutf16.txt:1: hello 牛奶')
    expect(await run('search_text', { query: 'bread', path: 'notes.md' })).toBe('notes.md:2: and bread')
    expect(await run('search_text', { query: '.*' })).toBe('Nothing found.')
  })

  test('shows the part of a long line around what was found', async () => {
    await write('line/one.txt', `${'a'.repeat(5000)}needle${'b'.repeat(5000)}`)
    const found = await run('search_text', { query: 'needle' }, undefined, join(top, 'line'))
    expect(found).toMatch(/^one\.txt:1: …a+needleb+…$/)
    expect(found.length).toBeLessThan(230)
  })

  test('stops after 100 lines, after its time, and at once when it is aborted', async () => {
    await write('many/one.txt', 'x\n'.repeat(500))
    await write('many/two.txt', 'x\n')
    const many = join(top, 'many')
    expect((await run('search_text', { query: 'x' }, undefined, many)).split('\n')).toHaveLength(101)
    time = 1
    const clock = createTools({ now: () => (time += 6000), timeZone: () => 'UTC' }).find(
      tool => tool.name === 'search_text',
    )
    const scene = { account: 'a', chatId: 'c', senderId: 's', workspace: many }
    expect(await clock?.run({ query: 'nowhere' }, scene, new AbortController().signal)).toContain(
      'stopped after 10 seconds',
    )
    await expect(run('search_text', { query: 'x' }, AbortSignal.abort(), many)).rejects.toThrow(/abort/i)
  })
})

describe('current_time', () => {
  test('tells date, weekday and zone', async () => {
    time = Date.UTC(2026, 10, 21, 18, 30, 5)
    expect(await run('current_time', {})).toBe(
      'Sunday, 2026-11-22 02:30:05 (Asia/Shanghai, UTC+08:00)\nUTC: 2026-11-21T18:30:05.000Z',
    )
    expect(await run('current_time', { time_zone: 'America/New_York' })).toContain('Saturday, 2026-11-21 13:30:05')
    expect(await codeOf(run('current_time', { time_zone: 'Moon/Base' }))).toBe('bad-request')
  })
})

describe('every tool', () => {
  test('only reads, and shows one word of its call', () => {
    expect(tools.map(tool => [tool.name, tool.access, tool.target({ path: 'a.md', query: 'milk' })])).toEqual([
      ['current_time', 'read', ''],
      ['list_files', 'read', 'a.md'],
      ['read_file', 'read', 'a.md'],
      ['search_text', 'read', 'milk'],
    ])
  })
})
