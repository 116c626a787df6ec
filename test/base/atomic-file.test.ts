import { fork } from 'node:child_process'
import { lstat, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readIfThere, replaceFile, writeFlushed } from '../../main/base/atomic-file.ts'
import { withFileLock } from '../../main/base/file-lock.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perch-file-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('replacing a file', () => {
  test('makes it readable for its owner alone, and leaves nothing beside it', async () => {
    const path = join(dir, 'a.json')
    await writeFile(path, 'old', { mode: 0o644 })
    await replaceFile(path, 'new')
    expect(await readFile(path, 'utf8')).toBe('new')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(dir)).toEqual(['a.json'])
  })

  test('replaces what a link points to, and the link stays', async () => {
    await writeFile(join(dir, 'target'), 'old')
    await symlink('target', join(dir, 'link'))
    await replaceFile(join(dir, 'link'), 'new')
    expect((await lstat(join(dir, 'link'))).isSymbolicLink()).toBe(true)
    expect(await readlink(join(dir, 'link'))).toBe('target')
    expect(await readFile(join(dir, 'target'), 'utf8')).toBe('new')
  })

  test('leaves the old one, and nothing beside it, when it fails', async () => {
    const path = join(dir, 'folder')
    await expect(replaceFile(join(path, 'a.json'), 'new')).rejects.toMatchObject({ code: 'ENOENT' })
    await writeFlushed(join(dir, 'there'), 'old')
    await expect(writeFlushed(join(dir, 'there'), 'new')).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(join(dir, 'there'), 'utf8')).toBe('old')
    expect(await readdir(dir)).toEqual(['there'])
  })

  test('a reader always sees a whole file, however many write', async () => {
    const path = join(dir, 'a')
    const texts = ['a', 'b', 'c'].map(letter => letter.repeat(100_000))
    await replaceFile(path, texts[0] ?? '')
    const writing = Promise.all(texts.flatMap(text => [1, 2, 3, 4].map(() => replaceFile(path, text))))
    for (let look = 0; look < 20; look++) expect(texts).toContain(await readFile(path, 'utf8'))
    await writing
    expect(await readdir(dir)).toEqual(['a'])
  })

  test('a file that is not there reads as nothing', async () => {
    expect(await readIfThere(join(dir, 'none'))).toBeUndefined()
  })
})

describe('a lock on a file', () => {
  test('lets one in at a time', async () => {
    const path = join(dir, 'a')
    let inside = 0
    let most = 0
    let runs = 0
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withFileLock(path, async () => {
          most = Math.max(most, ++inside)
          await new Promise(resolve => setTimeout(resolve, 2))
          inside--
          runs++
        }),
      ),
    )
    expect([most, runs]).toEqual([1, 8])
  })

  test('is given back when the work fails', async () => {
    const path = join(dir, 'a')
    await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withFileLock(path, async () => 'in')).toBe('in')
  })

  test('waits no longer when its signal aborts', async () => {
    const path = join(dir, 'a')
    const stop = new AbortController()
    await withFileLock(path, async () => {
      const waiting = withFileLock(path, async () => 'in', stop.signal)
      stop.abort()
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    })
  })

  test('is free again when its holder was killed', async () => {
    const path = join(dir, 'a')
    const code = `import { withFileLock } from ${JSON.stringify(new URL('../../main/base/file-lock.ts', import.meta.url).href)}
      await withFileLock(${JSON.stringify(path)}, () => { process.send('in'); return new Promise(() => setInterval(() => {}, 1000)) })`
    await writeFile(join(dir, 'holder.mjs'), code)
    const holder = fork(join(dir, 'holder.mjs'))
    await new Promise(resolve => holder.once('message', resolve))
    const waiting = withFileLock(path, async () => 'in')
    holder.kill('SIGKILL')
    expect(await waiting).toBe('in')
  })
})
