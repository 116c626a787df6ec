import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { matches, readLogs, type LogEntry, type ReadLogs } from '../../main/base/log-files.ts'
import { parseLogLine, showLogLine } from '../../main/base/log-line.ts'
import { createLog, type LogOptions } from '../../main/base/log.ts'
import { createRedactor } from '../../main/base/redact.ts'

const SECRET = 'kJ7vQ2xZ9pL4mN8w'
const DAY = 24 * 3600 * 1000
const NOON = new Date(2026, 10, 21, 12).getTime()
const folders: string[] = []

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'perch-log-'))
  folders.push(dir)
  return join(dir, 'logs')
}

afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

function openLog(options: Partial<LogOptions> = {}) {
  const redactor = createRedactor()
  redactor.add(SECRET)
  const dir = options.dir ?? newFolder()
  return { dir, redactor, ...createLog({ dir, redactor, level: 'info', now: () => NOON, ...options }) }
}

const textOf = (dir: string): string =>
  readdirSync(dir)
    .map(name => readFileSync(join(dir, name), 'utf8'))
    .join('')

const linesOf = (dir: string) =>
  textOf(dir)
    .trimEnd()
    .split('\n')
    .map(line => parseLogLine(line))

describe('a log', () => {
  test('writes JSON lines with the time, the level, the message and the fields', async () => {
    const { log, dir, file, close } = openLog()
    log.info('100% of %s', { account: 'default', count: 3 })
    await close()
    expect(linesOf(dir)).toEqual([
      {
        time: new Date(NOON).toISOString(),
        level: 'info',
        message: '100% of %s',
        fields: { account: 'default', count: 3 },
      },
    ])
    expect(file()).toBe(join(dir, 'perch-2026-11-21.1.log'))
  })

  test('is readable by its owner alone', () => {
    const { log, dir, file } = openLog()
    log.info('hello')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(dir).mode & 0o777).toBe(0o700)
  })

  test('changes its level for children that were made before', () => {
    const { log, dir, setLevel } = openLog()
    const child = log.child({ account: 'work' })
    child.debug('not yet')
    setLevel('debug')
    child.debug('now')
    setLevel('error')
    child.warn('no more')
    expect(linesOf(dir)).toMatchObject([{ message: 'now', fields: { account: 'work' } }])
  })

  test('keeps every line that tells a fate, whatever the level', () => {
    const { log, dir, setLevel } = openLog({ level: 'warn' })
    log.info('event answered', { fate: 'answered' })
    log.info('something else')
    setLevel('error')
    log.child({ account: 'work' }).info('event failed', { fate: 'failed' })
    log.warn('not now')
    expect(linesOf(dir)).toMatchObject([{ fields: { fate: 'answered' } }, { fields: { fate: 'failed' } }])
  })

  test('holds no secret, at whatever depth of an error it sits', () => {
    const { log, dir } = openLog()
    let error: Error = new Error(`deepest ${SECRET}`)
    for (let depth = 0; depth < 12; depth++) {
      const more = {
        config: { headers: { Authorization: SECRET }, data: SECRET },
        response: { data: SECRET },
        code: SECRET,
      }
      error = Object.assign(new Error(`${depth} ${SECRET}`, { cause: error }), more)
    }
    log
      .child({ bound: SECRET, error })
      .error(`failed with ${SECRET}`, { error, list: [{ [SECRET]: Buffer.from(SECRET).toString('base64') }] })
    expect(linesOf(dir)).toMatchObject([{ level: 'error', message: 'failed with •••' }])
    expect(textOf(dir)).not.toContain(SECRET)
    expect(textOf(dir)).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 20))
  })

  test('holds no content, and no field takes the place of its own keys', () => {
    const { log, dir } = openLog()
    log.info('got it', { text: 'private words', body: { a: 'private words' }, level: 'x', time: 'y', message: 'z' })
    expect(textOf(dir)).not.toContain('private words')
    expect(linesOf(dir)).toMatchObject([
      { level: 'info', message: 'got it', fields: { level_: 'x', time_: 'y', message_: 'z' } },
    ])
  })

  test('survives fields that throw when they are read', () => {
    const { log, dir } = openLog()
    log.info('still here', {
      get bad() {
        throw new Error('no')
      },
    })
    expect(linesOf(dir)).toMatchObject([{ message: 'still here', fields: { bad: '[unreadable]' } }])
  })

  test('echoes each line in a form for people, with nothing that drives a terminal', () => {
    const echoed: string[] = []
    const { log } = openLog({ echo: line => echoed.push(line) })
    log.warn('odd name', { id: 'ou_1', name: 'a\u001b[31m b\u202e', secret: 'x' })
    expect(echoed).toEqual([
      `${new Date(NOON).toISOString().slice(0, 19).replace('T', ' ')} warn  odd name id=ou_1 name="a\\u001b[31m b\\u202e" secret=•••`,
    ])
  })
})

describe('its files', () => {
  test('a new one begins each day and when one is full, and the oldest go', () => {
    let now = NOON
    const bounds = { fileBytes: 500, files: 4, totalBytes: 100_000 }
    const { log, dir } = openLog({ now: () => now, bounds })
    for (let index = 0; index < 12; index++) log.info('x'.repeat(200), { index })
    now += DAY
    log.info('tomorrow')
    expect(readdirSync(dir).toSorted()).toEqual([
      'perch-2026-11-21.4.log',
      'perch-2026-11-21.5.log',
      'perch-2026-11-21.6.log',
      'perch-2026-11-22.1.log',
    ])
  })

  test('all together stay below the bound on bytes', () => {
    const { log, dir } = openLog({ bounds: { fileBytes: 1000, files: 100, totalBytes: 5000 } })
    for (let index = 0; index < 100; index++) log.info('x'.repeat(200))
    const total = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0)
    expect(total).toBeLessThanOrEqual(5000 + 300)
    expect(total).toBeGreaterThan(3000)
  })

  test('a restart goes on in the last one of the day', async () => {
    const first = openLog()
    first.log.info('one')
    await first.close()
    const second = openLog({ dir: first.dir })
    second.log.info('two')
    expect(linesOf(first.dir)).toMatchObject([{ message: 'one' }, { message: 'two' }])
    expect(readdirSync(first.dir)).toHaveLength(1)
  })

  test('strange files beside them are left alone', () => {
    const { log, dir } = openLog({ bounds: { fileBytes: 100, files: 1, totalBytes: 100 } })
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'notes.txt'), 'mine')
    for (let index = 0; index < 5; index++) log.info('x'.repeat(100))
    expect(readdirSync(dir)).toContain('notes.txt')
  })

  test('lines that the disk does not take are counted, and told when it takes lines again', () => {
    let now = NOON
    const { log, dir, dropped } = openLog({ now: () => now })
    rmSync(dir, { recursive: true, force: true })
    writeFileSync(dir, 'a file where the folder should be')
    log.info('lost')
    log.info('lost too')
    expect(dropped()).toBe(2)
    rmSync(dir)
    now += 1000
    log.info('back')
    expect(linesOf(dir)).toMatchObject([
      { message: 'log lines were dropped', fields: { count: 2 } },
      { message: 'back' },
    ])
  })

  test('nothing is written and nothing thrown after the end', async () => {
    const { log, dir, close } = openLog()
    log.info('one')
    await close()
    log.info('two')
    expect(linesOf(dir)).toHaveLength(1)
  })
})

describe('reading the log', () => {
  const signal = new AbortController().signal

  async function messages(query: Omit<ReadLogs, 'signal'> & { signal?: AbortSignal }): Promise<string[]> {
    const found: string[] = []
    for await (const entry of readLogs({ signal, ...query })) found.push(entry.line?.message ?? `torn: ${entry.raw}`)
    return found
  }

  test('gives the lines of all files in order, or the newest of those that match', async () => {
    const { log, dir } = openLog({ bounds: { fileBytes: 300, files: 99, totalBytes: 1e6 } })
    for (let index = 1; index <= 30; index++) log[index % 3 === 0 ? 'warn' : 'info'](`line ${index}`)
    expect(await messages({ dir })).toEqual(Array.from({ length: 30 }, (_, index) => `line ${index + 1}`))
    expect(await messages({ dir, last: 2 })).toEqual(['line 29', 'line 30'])
    expect(await messages({ dir, last: 2, level: 'warn' })).toEqual(['line 27', 'line 30'])
    expect(await messages({ dir, grep: 'LINE 3' })).toEqual(['line 3', 'line 30'])
    expect(await messages({ dir, last: 0 })).toEqual([])
  })

  test('a folder that is not there has no lines', async () => {
    expect(await messages({ dir: newFolder() })).toEqual([])
  })

  test('a torn line is shown as it is, and the ones around it are read', async () => {
    const { log, dir, file, close } = openLog()
    log.info('one')
    await close()
    writeFileSync(file(), '{"time":"2026\n', { flag: 'a' })
    const again = openLog({ dir })
    again.log.info('two')
    expect(await messages({ dir })).toEqual(['one', 'torn: {"time":"2026', 'two'])
  })

  test('following goes on over rotation, with characters cut anywhere, until it is stopped', async () => {
    const stop = new AbortController()
    let now = NOON
    const { log, dir } = openLog({ now: () => now, bounds: { fileBytes: 400, files: 99, totalBytes: 1e6 } })
    log.info('before')
    const seen: string[] = []
    const reading = (async () => {
      for await (const { line } of readLogs({ dir, last: 1, follow: true, every: 5, signal: stop.signal })) {
        seen.push(line?.message ?? 'torn')
        if (seen.length === 1) {
          for (let index = 0; index < 10; index++) log.info(`中文 ${index}`)
          now += DAY
          log.info('next day')
        }
        if (line?.message === 'next day') stop.abort()
      }
    })()
    await reading
    expect(seen).toEqual(['before', ...Array.from({ length: 10 }, (_, index) => `中文 ${index}`), 'next day'])
  })

  test('a line that is written in two halves is read once, whole', async () => {
    const dir = newFolder()
    mkdirSync(dir, { recursive: true })
    const path = join(dir, 'perch-2026-11-21.1.log')
    const bytes = Buffer.from('{"time":"t","level":"info","message":"你好"}\n')
    writeFileSync(path, bytes.subarray(0, 37))
    const stop = new AbortController()
    const seen: LogEntry[] = []
    setTimeout(() => writeFileSync(path, bytes.subarray(37), { flag: 'a' }), 30)
    for await (const entry of readLogs({ dir, follow: true, every: 5, signal: stop.signal })) {
      seen.push(entry)
      stop.abort()
    }
    expect(seen).toMatchObject([{ line: { message: '你好' } }])
  })

  test('a torn line has no level, so a filter by level leaves it out', () => {
    expect(matches({ raw: 'x', line: undefined }, { level: 'debug' })).toBe(false)
    expect(matches({ raw: 'x', line: undefined }, {})).toBe(true)
  })

  test.each(['', '[]', 'null', '{"time":1,"level":"info","message":"x"}', '{"time":"t","level":"loud","message":"x"}'])(
    '%s is no line of ours',
    text => {
      expect(parseLogLine(text)).toBeUndefined()
    },
  )

  test('a stored line is shown on one line, whatever it holds', () => {
    const line = parseLogLine(
      JSON.stringify({ time: '2026-11-21T08:00:00.000Z', level: 'info', message: 'a\nb', list: [1, { a: '\t' }] }),
    )
    expect(line && showLogLine(line)).toBe('2026-11-21 08:00:00 info  a\\u000ab list=[1,{"a":"\\t"}]')
  })
})

test.skipIf(process.getuid?.() === 0)('a log folder that can not be written stops nothing', () => {
  const dir = newFolder()
  mkdirSync(dir, { recursive: true })
  chmodSync(dir, 0o500)
  const { log, dropped } = openLog({ dir })
  log.info('lost')
  expect(dropped()).toBe(1)
})
