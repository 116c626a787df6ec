import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Tells the system that a file came from elsewhere; `false` where it can't be told. Never rejects. */
export type MarkDownloaded = (path: string) => Promise<boolean>

const run = promisify(execFile)
const WITHIN_MS = 5000

/**
 * By the means of each system: macOS asks before it opens such a file, Windows opens it in protected view, and on Linux
 * the origin is noted where the disk keeps such notes.
 */
export function markDownloaded(platform: NodeJS.Platform, now: () => number): MarkDownloaded {
  return async path => {
    try {
      await mark(platform, path, now())
      return true
    } catch {
      // A disk without such notes, or a system without the tool: the file is as safe as it was, only unmarked.
      return false
    }
  }
}

async function mark(platform: NodeJS.Platform, path: string, at: number): Promise<void> {
  if (platform === 'win32') return writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n')
  if (platform === 'darwin') {
    // flags (downloaded, not yet approved), seconds since 1970 in hex, agent, event
    const value = `0081;${Math.floor(at / 1000).toString(16)};Perch;`
    await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', value, path], { timeout: WITHIN_MS })
    return
  }
  await run('setfattr', ['-n', 'user.xdg.origin.url', '-v', 'feishu:', path], { timeout: WITHIN_MS })
}
