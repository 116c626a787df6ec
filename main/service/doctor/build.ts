import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readIfThere } from '../../base/atomic-file.ts'
import { failed, ok, unknown, type Finding } from '../../base/finding.ts'
import type { SharedContext } from './context.ts'

/** When this process began, near enough: the code that runs was read after it (milliseconds since 1970). */
const BEGAN = Date.now() - Math.round(process.uptime() * 1000)

/** Whether the files on disk are still those that this process was started from. */
export async function checkBuild({ ports }: SharedContext): Promise<Finding> {
  const top = await packageFolder(import.meta.dirname)
  if (top === undefined) {
    return unknown(
      {
        en: `Perch ${ports.version} runs; its files on disk were not found.`,
        zh: `正在运行 Perch ${ports.version}，未找到其磁盘文件。`,
      },
      {
        en: 'Start Perch again; then the program on disk is the one that runs.',
        zh: '重新启动 Perch 后，运行的就是磁盘上的程序。',
      },
    )
  }
  const onDisk = await versionIn(top)
  const folder = import.meta.dirname.startsWith(join(top, 'dist')) ? 'dist' : 'main'
  return judgeBuild(ports.version, onDisk, await newestIn(join(top, folder)), BEGAN)
}

/** Exported for its table of decisions; times in milliseconds since 1970. */
export function judgeBuild(running: string, onDisk: string, newest: number, began: number): Finding {
  if (onDisk !== running) {
    return failed(
      {
        en: `Perch ${running} runs, but ${onDisk} is installed.`,
        zh: `正在运行 Perch ${running}，但已安装的是 ${onDisk}。`,
      },
      startAgain,
    )
  }
  if (newest <= began) return ok({ en: `Perch ${running}, as on disk.`, zh: `Perch ${running}，与磁盘一致。` })
  const when = new Date(newest).toISOString()
  return failed(
    {
      en: `The program on disk is newer (${when}) than the one that runs.`,
      zh: `磁盘上的程序（${when}）比正在运行的更新。`,
    },
    startAgain,
  )
}

const startAgain = { en: 'Quit Perch and start it again.', zh: '请退出并重新启动 Perch。' }

/** The folder of our package.json, at or above `from`. */
async function packageFolder(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const text = (await readIfThere(join(folder, 'package.json')))?.toString('utf8')
    if (text !== undefined && /"name":\s*"perch"/.test(text)) return folder
    if (dirname(folder) === folder) return undefined
  }
}

async function versionIn(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: unknown } // our own file
  return String(version)
}

async function newestIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const files = names.filter(name => /\.(m?js|cjs|ts)$/.test(name))
  const times = await Promise.all(files.map(async name => (await stat(join(folder, name))).mtimeMs))
  return Math.max(0, ...times)
}
