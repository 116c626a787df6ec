import { randomBytes } from 'node:crypto'
import { access, constants, open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../base/atomic-file.ts'
import { failed, ok, type Finding } from '../../base/finding.ts'
import { chosenAgent, workspaceOf } from '../../config/agents.ts'
import type { SharedContext } from './context.ts'

export async function checkHome({ ports }: SharedContext): Promise<Finding> {
  const { home } = ports.home
  const file = join(home, `.doctor-${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile('perch')
      await handle.sync()
    } finally {
      await handle.close()
    }
    return ok({ en: `${home} can be written.`, zh: `${home} 可写。` })
  } catch (thrown) {
    const code = codeOf(thrown) ?? 'unknown'
    const isReadOnly = code === 'EROFS'
    if (code === 'ENOSPC' || code === 'EDQUOT') return failed(noRoom(home, code), freeSpace, { raw: code })
    return failed(
      {
        en: isReadOnly ? `${home} is on a disk that is read-only.` : `${home} can not be written (${code}).`,
        zh: isReadOnly ? `${home} 所在磁盘为只读。` : `${home} 无法写入（${code}）。`,
      },
      {
        en: `Make the folder yours and writable (chmod u+rwx ${home}), or choose another one with --home.`,
        zh: `请让该文件夹归你所有且可写（chmod u+rwx ${home}），或用 --home 选择其他文件夹。`,
      },
      { raw: code },
    )
  } finally {
    await rm(file, { force: true }).catch(() => undefined) // where it could not be made there is nothing to remove
  }
}

const MEBIBYTE = 1024 * 1024
/** With less than this, the database soon can't keep a message (mebibytes). */
const LEAST_FREE = 200

export async function checkDisk({ ports }: SharedContext): Promise<Finding> {
  const { bavail, bsize } = await statfs(ports.home.home)
  return judgeDisk((bavail * bsize) / MEBIBYTE)
}

/** `free` in mebibytes. Exported for its table of decisions. */
export function judgeDisk(free: number): Finding {
  const shown = free >= 1024 ? `${(free / 1024).toFixed(1)} GB` : `${Math.round(free)} MB`
  if (free >= LEAST_FREE) return ok({ en: `${shown} are free.`, zh: `剩余 ${shown}。` })
  return failed(
    { en: `Only ${shown} are free on the disk of the home folder.`, zh: `主目录所在磁盘只剩 ${shown}。` },
    freeSpace,
  )
}

const noRoom = (home: string, code: string) => ({
  en: `Nothing more can be written in ${home}: no space is left for it (${code}).`,
  zh: `${home} 已无法写入：没有可用空间（${code}）。`,
})
const freeSpace = {
  en: 'Free some space; a message that can not be stored is not taken.',
  zh: '请清理磁盘空间；无法保存的消息不会被接收。',
}

export async function checkWorkspace({ ports }: SharedContext): Promise<Finding> {
  const folder = workspaceOf(chosenAgent(ports.config()), ports.home.workspace, ports.userHome)
  try {
    await access(folder, constants.R_OK | constants.X_OK)
    if ((await stat(folder)).isDirectory())
      return ok({ en: `The agent reads in ${folder}.`, zh: `智能体可读取 ${folder}。` })
    return failed({ en: `${folder} is no folder.`, zh: `${folder} 不是文件夹。` }, chooseFolder, {
      action: 'open-settings',
    })
  } catch (thrown) {
    const code = codeOf(thrown) ?? 'unknown'
    return failed(
      {
        en: `The agent's folder ${folder} can not be read (${code}).`,
        zh: `无法读取智能体的文件夹 ${folder}（${code}）。`,
      },
      chooseFolder,
      { raw: code, action: 'open-settings' },
    )
  }
}

const chooseFolder = {
  en: 'Make the folder, or choose another one as the workspace of the agent.',
  zh: '请创建该文件夹，或为智能体选择其他工作区。',
}
