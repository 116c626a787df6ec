import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** How full the battery is, 0 to 100; `undefined` without a battery, and where the system does not tell a program. */
export async function batteryLevel(platform: NodeJS.Platform = process.platform): Promise<number | undefined> {
  if (platform === 'linux') return linuxLevel('/sys/class/power_supply')
  if (platform !== 'darwin') return undefined
  const { stdout } = await promisify(execFile)('/usr/bin/pmset', ['-g', 'batt'], { timeout: 5000 }).catch(
    () => noAnswer,
  )
  return macLevel(stdout)
}

const noAnswer = { stdout: '' }

/** The fullest battery of this computer; a mouse reports its own, with a scope of `Device`. */
export async function linuxLevel(folder: string): Promise<number | undefined> {
  const supplies = await readdir(folder).catch(() => [])
  const levels = await Promise.all(supplies.map(name => levelOf(join(folder, name))))
  const known = levels.filter(level => level !== undefined)
  return known.length > 0 ? Math.max(...known) : undefined
}

async function levelOf(folder: string): Promise<number | undefined> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  const [type, scope, capacity] = await Promise.all([read('type'), read('scope'), read('capacity')])
  const isComputers = type.trim() === 'Battery' && scope.trim() !== 'Device'
  return isComputers && /^\d+\s*$/.test(capacity) ? Number(capacity) : undefined
}

/** Reads `-InternalBattery-0 (id=…)	87%; discharging; …`. */
export function macLevel(text: string): number | undefined {
  const level = /InternalBattery[^\n]*?(\d{1,3})%/.exec(text)?.[1]
  return level === undefined ? undefined : Number(level)
}
