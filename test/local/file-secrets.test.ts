import { mkdtemp, readdir, readFile, rm, stat, writeFile, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileSecrets } from '../../main/local/file-secrets.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perch-secrets-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const open = (passphrase?: string) =>
  fileSecrets({
    secretsFile: join(dir, 'secrets.enc'),
    keyFile: join(dir, 'secrets.key'),
    now: () => 5,
    ...(passphrase && { passphrase }),
  })

const fileText = () => readFile(join(dir, 'secrets.enc'), 'utf8')

describe('secrets in a file', () => {
  test('come back to another process, with their host', async () => {
    await open().set('llm.apiKey', 'sk-1', 'openrouter.ai')
    expect(await open().get('llm.apiKey')).toEqual({ value: 'sk-1', host: 'openrouter.ai' })
    expect(await open().get('llm.other')).toBeUndefined()
    expect(await open().get('toString')).toBeUndefined()
    expect(await open().list()).toEqual([{ name: 'llm.apiKey', host: 'openrouter.ai', at: 5 }])
  })

  test('a place where nothing was stored holds nothing, and reading makes no file', async () => {
    expect(await open().get('a')).toBeUndefined()
    expect(await open().list()).toEqual([])
    await open().unset('a')
    expect((await readdir(dir)).filter(name => !name.endsWith('.lock'))).toEqual([])
  })

  test('are replaced and taken away', async () => {
    const store = open()
    await store.set('a', '1', 'h')
    await store.set('b', '2', 'h')
    await store.set('a', '3', 'i')
    await store.unset('b')
    expect(await store.get('a')).toEqual({ value: '3', host: 'i' })
    expect(await store.list()).toEqual([{ name: 'a', host: 'i', at: 5 }])
  })

  test('can be read by their owner alone, and are nowhere in clear', async () => {
    await open().set('channels.lark.appSecret', 'plain-secret-value', 'open.feishu.cn')
    for (const name of ['secrets.enc', 'secrets.key']) expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600)
    const text = await fileText()
    for (const hidden of [
      'plain-secret-value',
      'appSecret',
      'feishu',
      Buffer.from('plain-secret').toString('base64').slice(0, 14),
    ])
      expect(text).not.toContain(hidden)
  })

  test('many at once, through several stores, are all kept', async () => {
    const stores = [open(), open(), open()]
    await Promise.all(stores.flatMap((store, index) => [1, 2, 3, 4].map(n => store.set(`s${index}.${n}`, 'v', 'h'))))
    expect((await open().list()).map(({ name }) => name).toSorted()).toHaveLength(12)
  })
})

describe('a passphrase', () => {
  test('opens what was sealed with it, and makes no key file', async () => {
    await open('correct horse').set('a', '1', 'h')
    expect(await open('correct horse').get('a')).toEqual({ value: '1', host: 'h' })
    expect((await readdir(dir)).filter(name => !name.endsWith('.lock'))).toEqual(['secrets.enc'])
  })

  test('that is wrong or missing is told, and the file stays', async () => {
    await open('correct horse').set('a', '1', 'h')
    const before = await fileText()
    for (const other of [open('wrong horse'), open()]) {
      await expect(other.get('a')).rejects.toMatchObject({ code: 'secret-wrong-passphrase' })
      await expect(other.list()).rejects.toMatchObject({ code: 'secret-wrong-passphrase' })
      await expect(other.set('b', '2', 'h')).rejects.toMatchObject({ code: 'secret-wrong-passphrase' })
    }
    expect(await fileText()).toBe(before)
  })

  test('that is set later takes the place of the key file with the next secret', async () => {
    await open().set('a', '1', 'h')
    expect(await open('later').get('a')).toEqual({ value: '1', host: 'h' })
    await open('later').set('b', '2', 'h')
    expect(await open('later').get('a')).toEqual({ value: '1', host: 'h' })
    await expect(open().get('a')).rejects.toMatchObject({ code: 'secret-wrong-passphrase' })
  })
})

const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`)

describe('a file that was changed by something else', () => {
  test.each(['salt', 'iv', 'check', 'tag', 'data', 'key', 'version', 'perch'])(
    'is refused when its "%s" was changed, and never emptied',
    async field => {
      await open().set('a', '1', 'h')
      const sealed = JSON.parse(await fileText()) as Record<string, unknown>
      sealed[field] = field === 'key' ? 'scrypt' : typeof sealed[field] === 'string' ? flip(sealed[field]) : 2
      if (field === 'salt') sealed[field] = 'AAAA'
      const changed = JSON.stringify(sealed)
      await writeFile(join(dir, 'secrets.enc'), changed)
      const code = expect.stringMatching(/^(secrets-damaged|secret-wrong-passphrase)$/)
      await expect(open().get('a')).rejects.toMatchObject({ code })
      await expect(open().set('b', '2', 'h')).rejects.toMatchObject({ code })
      expect(await fileText()).toBe(changed)
    },
  )

  test.each(['', '{}', 'null', '{"perch":"secrets"', '\0\0'])('%j is refused, and never emptied', async text => {
    await writeFile(join(dir, 'secrets.enc'), text)
    await expect(open().set('b', '2', 'h')).rejects.toMatchObject({ code: 'secrets-damaged' })
    expect(await fileText()).toBe(text)
  })

  test('a secret can not be moved to another name or host, since all are sealed as one', async () => {
    await open().set('a', '1', 'h')
    const one = JSON.parse(await fileText()) as Record<string, string>
    await open().set('a', '2', 'evil')
    const two = JSON.parse(await fileText()) as Record<string, string>
    await writeFile(join(dir, 'secrets.enc'), JSON.stringify({ ...one, data: two['data'] }))
    await expect(open().get('a')).rejects.toMatchObject({ code: 'secrets-damaged' })
  })
})

describe('the key file', () => {
  test('that others may read is refused', async () => {
    await open().set('a', '1', 'h')
    await chmod(join(dir, 'secrets.key'), 0o644)
    await expect(open().get('a')).rejects.toMatchObject({ code: 'secret-file-mode' })
  })

  test('that is gone is told, and none is made in its place', async () => {
    await open().set('a', '1', 'h')
    await rm(join(dir, 'secrets.key'))
    await expect(open().set('b', '2', 'h')).rejects.toMatchObject({
      code: 'secrets-damaged',
      message: expect.stringContaining('is gone'),
    })
    expect(await readdir(dir)).not.toContain('secrets.key')
  })

  test('of another home is told apart from a damaged file', async () => {
    await open().set('a', '1', 'h')
    await writeFile(join(dir, 'secrets.key'), `${'0'.repeat(64)}\n`)
    await expect(open().get('a')).rejects.toMatchObject({ message: expect.stringContaining('is not the key of') })
  })

  test('that a process died over while making it is made anew', async () => {
    await writeFile(join(dir, 'secrets.key'), '', { mode: 0o600 })
    await open().set('a', '1', 'h')
    expect(await open().get('a')).toEqual({ value: '1', host: 'h' })
  })
})
