import { mkdtemp, mkdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  chooseHome,
  commandHome,
  desktopHome,
  expandTilde,
  holdsHome,
  openHome,
  refusal,
} from '../../main/config/home.ts'
import { kindAt, linuxMounts, macMounts } from '../../main/config/mounts.ts'

describe('which folder is the home', () => {
  const rows: [string, Parameters<typeof chooseHome>[0], string][] = [
    ['the option wins', { flag: '/a', env: { PERCH_HOME: '/b' }, userHome: '/u' }, '/a'],
    ['then the environment', { env: { PERCH_HOME: '/b' }, userHome: '/u', fallback: '/c' }, '/b'],
    ['then what the shell uses', { env: {}, userHome: '/u', fallback: '/c' }, '/c'],
    ['then ~/.perch', { env: { PERCH_HOME: ' ' }, userHome: '/u' }, '/u/.perch'],
    ['with ~ for the person', { flag: '~/p', env: {}, userHome: '/u' }, '/u/p'],
    ['with .. taken out', { flag: '/a/../b/', env: {}, userHome: '/u' }, '/b'],
  ]
  test.each(rows)('%s', (_what, choice, home) => {
    expect(chooseHome(choice)).toBe(home)
  })

  test('only ~ alone stands for the person', () => {
    expect(expandTilde('~', '/u')).toBe('/u')
    expect(expandTilde('~other/x', '/u')).toBe('~other/x')
    expect(expandTilde('a/~', '/u')).toBe('a/~')
  })
})

describe('where the desktop lives', () => {
  const rows: [string, Parameters<typeof desktopHome>[0], string][] = [
    ['linux', { platform: 'linux', env: {}, userHome: '/home/me' }, '/home/me/.config/Perch'],
    ['linux, elsewhere', { platform: 'linux', env: { XDG_CONFIG_HOME: '/c' }, userHome: '/home/me' }, '/c/Perch'],
    ['linux, nowhere', { platform: 'linux', env: { XDG_CONFIG_HOME: 'c' }, userHome: '/u' }, '/u/.config/Perch'],
    ['mac', { platform: 'darwin', env: {}, userHome: '/Users/me' }, '/Users/me/Library/Application Support/Perch'],
    ['windows', { platform: 'win32', env: { LOCALAPPDATA: 'D:\\L' }, userHome: 'C:\\U\\me' }, 'D:\\L\\Perch'],
    ['windows, bare', { platform: 'win32', env: {}, userHome: 'C:\\U\\me' }, 'C:\\U\\me\\AppData\\Local\\Perch'],
  ]
  test.each(rows)('%s', (_what, around, home) => expect(desktopHome(around)).toBe(home))
})

describe('which home a command means when nobody names one', () => {
  const [none, holds, runs] = [
    { holds: false, answers: false },
    { holds: true, answers: false },
    { holds: true, answers: true },
  ]
  test.each([
    { desktop: none, headless: none, home: '/headless' },
    { desktop: none, headless: holds, home: '/headless' },
    { desktop: none, headless: runs, home: '/headless' },
    { desktop: holds, headless: none, home: '/desktop' },
    { desktop: holds, headless: holds, home: '/desktop' },
    { desktop: holds, headless: runs, home: '/headless' },
    { desktop: runs, headless: none, home: '/desktop' },
    { desktop: runs, headless: holds, home: '/desktop' },
    { desktop: runs, headless: runs, home: '/desktop' },
  ])('desktop $desktop, headless $headless: $home', ({ desktop, headless, home }) => {
    expect(commandHome({ path: '/desktop', ...desktop }, { path: '/headless', ...headless })).toBe(home)
  })

  test('a folder is a home when Perch has lived there; the locks of bots alone make none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'perch-holds-'))
    await mkdir(join(folder, 'locks'))
    expect(holdsHome(folder)).toBe(false)
    await writeFile(join(folder, 'control.key'), '')
    expect(holdsHome(folder)).toBe(true)
    await rm(folder, { recursive: true })
    expect(holdsHome(folder)).toBe(false)
  })
})

describe('which folders are refused', () => {
  const linux = linuxMounts(
    [
      'overlay / overlay rw 0 0',
      'proc /proc proc rw 0 0',
      'server:/x /mnt/nfs nfs4 rw 0 0',
      '//nas/y /mnt/with\\040blank cifs rw 0 0',
      'me@host:/ /mnt/ssh fuse.sshfs rw 0 0',
      '/dev/sda1 /mnt/nfs/local ext4 rw 0 0',
      'C:\\134 /mnt/c 9p rw 0 0',
      'none /mnt/virt virtiofs rw 0 0',
    ].join('\n'),
  )
  const mac = macMounts(
    '/dev/disk3s1 on / (apfs, local)\n//me@nas/share on /Volumes/share (smbfs, nodev)\nmap auto on /x (y) on /Volumes/odd (nfs)\n',
  )
  const rows: [string, NodeJS.Platform, typeof linux, string | undefined][] = [
    ['/home/u/.perch', 'linux', linux, undefined],
    ['/mnt/nfs/p', 'linux', linux, 'it is on a network file system (nfs4)'],
    ['/mnt/nfs', 'linux', linux, 'it is on a network file system (nfs4)'],
    ['/mnt/nfsx', 'linux', linux, undefined],
    ['/mnt/nfs/local/p', 'linux', linux, undefined],
    ['/mnt/with blank/p', 'linux', linux, 'it is on a network file system (cifs)'],
    ['/mnt/ssh/p', 'linux', linux, 'it is on a network file system (fuse.sshfs)'],
    ['/mnt/c/p', 'linux', linux, undefined],
    ['/mnt/virt/p', 'linux', linux, undefined],
    ['/home/u/Dropbox/p', 'linux', linux, '"Dropbox" is kept in step with a cloud'],
    ['/home/u/dropbox-sdk/p', 'linux', linux, undefined],
    ['/home/u/坚果云/p', 'linux', linux, '"坚果云" is kept in step with a cloud'],
    ['/home/u/我的坚果云', 'linux', linux, '"我的坚果云" is kept in step with a cloud'],
    ['/home/u/box/p', 'linux', linux, undefined],
    [
      '/Users/u/Library/Mobile Documents/com~apple~CloudDocs/p',
      'darwin',
      mac,
      '"Mobile Documents" is kept in step with a cloud',
    ],
    ['/Users/u/Library/CloudStorage/OneDrive-X/p', 'darwin', mac, '"CloudStorage" is kept in step with a cloud'],
    ['/Users/u/Google Drive/p', 'darwin', mac, '"Google Drive" is kept in step with a cloud'],
    ['/Users/u/Library/Application Support/Perch', 'darwin', mac, undefined],
    ['/Volumes/share/p', 'darwin', mac, 'it is on a network file system (smbfs)'],
    ['/Volumes/odd/p', 'darwin', mac, 'it is on a network file system (nfs)'],
    ['C:\\Users\\u\\AppData\\Local\\Perch', 'win32', [], undefined],
    ['C:\\Users\\u\\OneDrive - Company\\p', 'win32', [], '"OneDrive - Company" is kept in step with a cloud'],
    ['C:\\Users\\u\\onedrive\\p', 'win32', [], '"onedrive" is kept in step with a cloud'],
    ['\\\\server\\share\\p', 'win32', [], 'it is on a network share'],
    ['//server/share/p', 'win32', [], 'it is on a network share'],
    ['\\\\?\\UNC\\server\\share', 'win32', [], 'it is on a network share'],
    ['\\\\?\\C:\\p', 'win32', [], undefined],
    ['\\\\wsl$\\Ubuntu\\p', 'win32', [], 'it is on a network share'],
  ]
  test.each(rows)('%s on %s', (path, platform, mounts, reason) => {
    expect(refusal(path, platform, mounts)).toBe(reason)
  })

  test('of two file systems at one place the later one counts', () => {
    expect(kindAt('/a/b', linuxMounts('x /a nfs rw 0 0\ny /a ext4 rw 0 0\n'))).toBe('ext4')
    expect(kindAt('/a', [])).toBeUndefined()
  })
})

describe('opening the home', () => {
  let dir: string
  beforeAll(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), 'perch-home-')))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  test('makes it with its folders, for its owner alone', async () => {
    const paths = await openHome(join(dir, 'deep', 'home'))
    for (const folder of [paths.home, paths.workspace, paths.skills, paths.logs, paths.media])
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(paths).toMatchObject({
      config: join(dir, 'deep/home/config.json'),
      database: join(dir, 'deep/home/perch.db'),
      secrets: join(dir, 'deep/home/secrets.enc'),
      secretKey: join(dir, 'deep/home/secrets.key'),
    })
    expect(await openHome(join(dir, 'deep', 'home'))).toEqual(paths)
  })

  test('refuses a link that leads into a synced folder', async () => {
    await mkdir(join(dir, 'Dropbox'))
    await symlink(join(dir, 'Dropbox'), join(dir, 'link'))
    await expect(openHome(join(dir, 'link', 'new', 'home'))).rejects.toMatchObject({
      code: 'home-refused',
      message: expect.stringContaining('"Dropbox"'),
    })
  })

  test.runIf(process.platform === 'linux')('ends where the system makes no folder at all', async () => {
    await expect(openHome('/proc/perch-none/home')).rejects.toMatchObject({
      code: 'home-refused',
      message: expect.stringContaining('ENOENT'),
    })
  })

  test('refuses a place where no folder can be', async () => {
    await writeFile(join(dir, 'file'), '')
    await expect(openHome(join(dir, 'file', 'home'))).rejects.toMatchObject({
      code: 'home-refused',
      message: expect.stringContaining('ENOTDIR'),
    })
  })
})
