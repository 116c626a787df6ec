import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureControlKey, readControlKey } from '../../main/local/control-key.ts'
import { temporaryFolder } from './temporary.ts'

describe('the key of the control socket', () => {
  test('is made once, for its owner alone, and read by the command line', async () => {
    const home = temporaryFolder()
    const key = await ensureControlKey(home)
    expect(key).toHaveLength(32)
    expect(await ensureControlKey(home)).toEqual(key)
    expect(await readControlKey(home)).toEqual(key)
    if (process.platform !== 'win32') expect(statSync(join(home, 'control.key')).mode & 0o777).toBe(0o600)
  })

  test('is one key even when many make it at once', async () => {
    const home = temporaryFolder()
    const keys = await Promise.all(Array.from({ length: 20 }, () => ensureControlKey(home)))
    expect(new Set(keys.map(key => key.toString('hex'))).size).toBe(1)
    expect(readdirSync(home)).toEqual(['control.key'])
  })

  test('says that Perch never ran when there is none', async () => {
    await expect(readControlKey(temporaryFolder())).rejects.toMatchObject({ code: 'not-running' })
  })

  test.each([
    { what: 'was cut off', harm: (file: string) => writeFileSync(file, 'abcdef') },
    { what: 'could be read by others', harm: (file: string) => chmodSync(file, 0o644) },
  ])('is made anew when it $what', async ({ what, harm }) => {
    if (process.platform === 'win32' && what.includes('others')) return
    const home = temporaryFolder()
    const key = await ensureControlKey(home)
    harm(join(home, 'control.key'))
    expect(await ensureControlKey(home)).not.toEqual(key)
    expect(readFileSync(join(home, 'control.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })
})
