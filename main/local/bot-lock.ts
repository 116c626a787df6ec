import { join } from 'node:path'
import { stableId } from '../base/ids.ts'
import { AppError } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import { thisComputer } from './computer.ts'
import type { Held } from './home-lock.ts'
import { lockFolders, makeOwnFolder } from './places.ts'
import { takeLock, type Lock } from './process-lock.ts'

export type Bot = { readonly baseUrl: string; readonly appId: string; readonly home: string }

/**
 * Makes this process the only one of this user that serves the bot, whatever its home. Throws `bot-already-served`
 * with the process and home of the other. Only tests hand in folders.
 */
export async function lockBot(bot: Bot, folders: readonly string[] = lockFolders(thisComputer())): Promise<Held> {
  const lock = await takeInFirst(folders, `bot-${stableId(addressOf(bot.baseUrl), bot.appId)}.lock`, bot.home)
  if (lock.taken) return { release: lock.release }
  throw new AppError('bot-already-served', servedBy(bot.appId, lock.holder))
}

const servedBy = (appId: string, holder: { readonly pid: number; readonly home: string } | undefined): Words => ({
  en: `The bot ${appId} is already served by ${holder ? `process ${holder.pid} with the home ${holder.home}` : 'another process'}.`,
  zh: `机器人 ${appId} 已由${holder ? `进程 ${holder.pid}（主目录 ${holder.home}）` : '另一个进程'}接管。`,
})

/** A home folder may be read-only or on a disk without locks; every Perch of this user then goes to the same next one. */
async function takeInFirst(folders: readonly string[], name: string, home: string): Promise<Lock> {
  let reason: unknown
  for (const folder of folders) {
    try {
      await makeOwnFolder(folder, process.getuid?.())
      return await takeLock(join(folder, name), { pid: process.pid, home })
    } catch (thrown) {
      reason = thrown
    }
  }
  throw new AppError('lock-failed', `No lock could be made in ${folders.join(' or ')}.`, { cause: reason })
}

/** Two spellings of one address are one bot. */
function addressOf(baseUrl: string): string {
  const url = URL.parse(baseUrl)
  return url ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : baseUrl
}
