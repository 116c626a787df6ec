import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Computer } from '../../main/local/computer.ts'
import { controlPath, lockFolders, makeOwnFolder, runtimeFolder } from '../../main/local/places.ts'
import { startControl } from './control.ts'
import { temporaryFolder } from './temporary.ts'

const linux: Computer = {
  platform: 'linux',
  uid: 1000,
  userHome: '/home/ann',
  runtimeDir: '/run/user/1000',
  localAppData: undefined,
  temporary: '/tmp',
  ownerOf: () => 1000,
}
const long = `/home/ann/${'deep/'.repeat(20)}`

describe('where the control socket is', () => {
  test.each([
    { what: 'an ordinary home', home: '/home/ann/.perch', computer: {}, path: '/home/ann/.perch/perch.sock' },
    { what: 'a long home', home: long, computer: {}, path: /^\/run\/user\/1000\/perch-[0-9a-f]{16}\.sock$/ },
    {
      what: 'no runtime folder',
      home: long,
      computer: { runtimeDir: undefined },
      path: /^\/tmp\/perch-1000\/perch-\w{16}\.sock$/,
    },
    { what: "another user's runtime folder", home: long, computer: { ownerOf: () => 1 }, path: /^\/tmp\/perch-1000\// },
    { what: 'a relative runtime folder', home: long, computer: { runtimeDir: 'run' }, path: /^\/tmp\/perch-1000\// },
    {
      what: 'a long temporary folder',
      home: long,
      computer: { runtimeDir: undefined, temporary: long },
      path: /^\/tmp\/perch-1000\//,
    },
    {
      what: 'Windows',
      home: 'C:\\Users\\Ann\\Perch',
      computer: { platform: 'win32' as const },
      path: /^\\\\\.\\pipe\\perch-[0-9a-f]{16}$/,
    },
  ])('$what', ({ home, computer, path }) => {
    const found = controlPath(home, { ...linux, ...computer })
    expect(found).toEqual(typeof path === 'string' ? path : expect.stringMatching(path))
    expect(Buffer.byteLength(found)).toBeLessThanOrEqual(100)
  })

  test('differs from home to home, and counts bytes, not letters', () => {
    expect(controlPath(long, linux)).not.toBe(controlPath(`${long}x`, linux))
    expect(controlPath(`/home/${'家'.repeat(30)}`, linux)).toMatch(/^\/run/)
    expect(controlPath('C:\\A', { ...linux, platform: 'win32' })).toBe(
      controlPath('c:\\a', { ...linux, platform: 'win32' }),
    )
  })
})

test('locks lie in the same folder whatever the session says', () => {
  const bare = { ...linux, runtimeDir: undefined, temporary: '/var/tmp/x' }
  expect(lockFolders(bare)).toEqual(lockFolders(linux))
  expect(lockFolders(linux)).toEqual(['/home/ann/.local/state/perch', '/tmp/perch-1000'])
  expect(lockFolders({ ...linux, userHome: undefined })).toEqual(['/tmp/perch-1000'])
})

describe.skipIf(process.platform === 'win32')('a folder of our own', () => {
  const uid = process.getuid?.()

  test('is made for us alone, or made so', async () => {
    const folder = join(temporaryFolder(), 'a', 'b')
    await makeOwnFolder(folder, uid)
    chmodSync(folder, 0o755)
    await makeOwnFolder(folder, uid)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('is refused when it is somebody else’s, or a way to somewhere else', async () => {
    const folder = temporaryFolder()
    await expect(makeOwnFolder(folder, (uid ?? 0) + 1)).rejects.toMatchObject({ code: 'home-refused' })
    mkdirSync(join(folder, 'real'))
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    await expect(makeOwnFolder(join(folder, 'link'), uid)).rejects.toMatchObject({ code: 'home-refused' })
    writeFileSync(join(folder, 'file'), '')
    await expect(makeOwnFolder(join(folder, 'file'), uid)).rejects.toThrow()
  })
})

test.skipIf(process.platform === 'win32')('a home with a long path has a control socket that works', async () => {
  const home = join(temporaryFolder(), 'deep/'.repeat(25))
  mkdirSync(home, { recursive: true })
  const path = controlPath(home)
  expect(path.startsWith(home)).toBe(false)
  await startControl({ path })
  expect(statSync(path).isSocket()).toBe(true)
  expect(runtimeFolder(linux)).toBe('/run/user/1000')
})
