import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addressKey, watchAddresses } from '../../main/base/address-watch.ts'
import { autostartEntry, autostartFile, linuxAutostart } from '../../main/electron/autostart.ts'
import { linuxLevel, macLevel } from '../../main/electron/battery.ts'
import { readFlags } from '../../main/electron/flags.ts'
import { createStayAwake } from '../../main/electron/stay-awake.ts'
import { placeFor } from '../../main/electron/window-place.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perch-computer-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the command line of the desktop', () => {
  test.each([
    ['a package', ['/opt/Perch/perch'], { home: undefined, hidden: false, practice: false }],
    ['at login', ['/opt/Perch/perch', '--hidden'], { home: undefined, hidden: true, practice: false }],
    [
      'from source, among switches of Chromium',
      ['electron', '--no-sandbox', '--lang=zh', 'dist/electron.js', '--home', '/a b', '--practice'],
      { home: '/a b', hidden: false, practice: true },
    ],
    ['--home=', ['perch', '--home=/x'], { home: '/x', hidden: false, practice: false }],
  ])('%s', (_, argv, flags) => expect(readFlags(argv)).toEqual(flags))
})

describe('the place of the window', () => {
  const screen = { x: 0, y: 0, width: 1280, height: 800 }
  const place = { x: 100, y: 50, width: 980, height: 680, isMaximized: false }

  test.each([
    ['is the usual size at first', undefined, [screen], { width: 980, height: 680 }],
    ['is where it was', place, [screen], { x: 100, y: 50, width: 980, height: 680 }],
    [
      'is on the second screen',
      { ...place, x: 1400 },
      [screen, { ...screen, x: 1280 }],
      { x: 1400, y: 50, width: 980, height: 680 },
    ],
    ['is anywhere when its screen is gone', { ...place, x: 1400 }, [screen], { width: 980, height: 680 }],
    [
      'fits a smaller screen',
      { ...place, width: 2000, height: 1200 },
      [screen],
      { x: 100, y: 50, width: 1280, height: 800 },
    ],
    ['is never too small', { ...place, width: 10, height: 10 }, [{ ...screen, x: 60 }], { width: 360, height: 480 }],
    ['keeps its title below the edge', { ...place, y: -40 }, [screen], { x: 100, y: 0, width: 980, height: 680 }],
    ['is anywhere when its title is below the screen', { ...place, y: 790 }, [screen], { width: 980, height: 680 }],
  ])('%s', (_, remembered, screens, bounds) => expect(placeFor(remembered, screens)).toEqual(bounds))
})

describe('the start at login on Linux', () => {
  test('is an entry that starts exactly this program', () => {
    const entry = autostartEntry({ program: '/opt/My Perch/perch', args: ['--hidden', '--home', '/a"b$c\\d%e'] })
    expect(entry).toContain('Exec="/opt/My Perch/perch" "--hidden" "--home" "/a\\\\"b\\\\$c\\\\\\\\d%%e"\n')
    expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/)
  })

  test('can be switched on and off, and sees what the desktop did', async () => {
    const file = join(folder, 'autostart', 'perch.desktop')
    const item = linuxAutostart(file, { program: '/opt/perch', args: [] })
    expect(await item.isOn()).toBe(false)
    await item.turn(true)
    expect(await item.isOn()).toBe(true)
    writeFileSync(file, readFileSync(file, 'utf8').replace('enabled=true', 'enabled=false'))
    expect(await item.isOn()).toBe(false)
    await item.turn(false)
    await item.turn(false)
    expect(await item.isOn()).toBe(false)
  })

  test.each([
    [{}, '/home/me/.config/autostart/perch.desktop'],
    [{ XDG_CONFIG_HOME: '/cfg' }, '/cfg/autostart/perch.desktop'],
  ])('lies where the desktop looks (%o)', (env, file) => expect(autostartFile(env, '/home/me')).toBe(file))
})

describe('the battery', () => {
  const supply = (name: string, files: Record<string, string>) => {
    mkdirSync(join(folder, name))
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, name, file), content)
  }

  test('of the computer counts, not that of a mouse', async () => {
    supply('AC', { type: 'Mains\n' })
    supply('BAT0', { type: 'Battery\n', capacity: '7\n' })
    supply('hid-mouse', { type: 'Battery\n', scope: 'Device\n', capacity: '90\n' })
    expect(await linuxLevel(folder)).toBe(7)
  })

  test('is not known where there is none', async () => {
    supply('AC', { type: 'Mains\n' })
    expect(await linuxLevel(folder)).toBeUndefined()
    expect(await linuxLevel(join(folder, 'nothing'))).toBeUndefined()
  })

  test.each([
    ["Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t87%; discharging; 5:01 remaining", 87],
    ["Now drawing from 'AC Power'\n", undefined],
    ['', undefined],
  ])('is read from what macOS prints (%#)', (text, level) => expect(macLevel(text)).toBe(level))
})

describe('staying awake', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const world = (start: { onBattery: boolean; level: number | undefined }) => {
    const now = { ...start, blocked: 0 }
    const awake = createStayAwake({
      block: () => {
        now.blocked++
        return () => void now.blocked--
      },
      onBattery: () => now.onBattery,
      level: async () => now.level,
    })
    return { now, awake }
  }
  const settle = () => vi.advanceTimersByTimeAsync(0)

  test.each([
    ['on mains', { onBattery: false, level: undefined }, 1],
    ['on mains with an empty battery', { onBattery: false, level: 3 }, 1],
    ['on battery', { onBattery: true, level: 80 }, 1],
    ['on a battery that tells nothing', { onBattery: true, level: undefined }, 1],
    ['not on a battery that is nearly empty', { onBattery: true, level: 9 }, 0],
  ])('%s', async (_, start, blocked) => {
    const { now, awake } = world(start)
    awake.update(true)
    awake.update(true)
    await settle()
    expect(now.blocked).toBe(blocked)
    awake.update(false)
    await settle()
    expect(now.blocked).toBe(0)
  })

  test('ends when the battery runs low during a long turn', async () => {
    const { now, awake } = world({ onBattery: true, level: 30 })
    awake.update(true)
    await settle()
    expect(now.blocked).toBe(1)
    now.level = 8
    await vi.advanceTimersByTimeAsync(60_000)
    expect(now.blocked).toBe(0)
    awake.close()
  })

  test('ends with the program, though the battery is just being asked', async () => {
    const { now, awake } = world({ onBattery: true, level: 30 })
    awake.update(true)
    awake.close()
    await settle()
    expect(now.blocked).toBe(0)
  })
})

describe('the network', () => {
  const at = (address: string, internal = false) => ({
    eth0: [{ address, internal, netmask: '', family: 'IPv4', mac: '', cidr: null }] as never,
  })

  test('is noticed when it changes or comes back, not when it goes', () => {
    vi.useFakeTimers()
    let now = at('10.0.0.2')
    let changes = 0
    const stop = watchAddresses({ onChange: () => changes++, every: 10, read: () => now })
    const become = (next: typeof now) => {
      now = next
      vi.advanceTimersByTime(10)
      return changes
    }
    expect(become(at('10.0.0.2'))).toBe(0)
    expect(become(at('192.168.1.7'))).toBe(1)
    expect(become({ eth0: [] as never })).toBe(1)
    expect(become(at('192.168.1.7'))).toBe(2)
    stop()
    expect(become(at('10.9.9.9'))).toBe(2)
    vi.useRealTimers()
  })

  test('does not count what only this computer can reach', () => {
    expect(addressKey(at('127.0.0.1', true))).toBe('')
    expect(addressKey({ ...at('10.0.0.2'), lo: at('127.0.0.1', true).eth0 })).toBe('eth0 10.0.0.2')
  })
})
