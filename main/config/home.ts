import { execFile } from 'node:child_process'
import { constants, existsSync } from 'node:fs'
import { access, mkdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join, posix, resolve, win32 } from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from '../base/atomic-file.ts'
import { AppError } from '../contract/errors.ts'
import { isNetworkKind, kindAt, linuxMounts, macMounts, type Mount } from './mounts.ts'

/** Where everything of one Perch lives. */
export type Paths = {
  readonly home: string
  readonly config: string
  readonly database: string
  readonly logs: string
  readonly workspace: string
  readonly skills: string
  readonly media: string
  readonly secrets: string
  readonly secretKey: string
}

export type HomeChoice = {
  /** `--home`. */
  readonly flag?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** The person's own folder; `~` stands for it. */
  readonly userHome: string
  /** Where the shell keeps its data when nobody says otherwise; headless that is `~/.perch`. */
  readonly fallback?: string
}

/** The folder that is asked for: option, then environment, then the default. Absolute. */
export function chooseHome({ flag, env, userHome, fallback }: HomeChoice): string {
  const asked = flag?.trim() || env['PERCH_HOME']?.trim() || fallback || join(userHome, '.perch')
  return resolve(expandTilde(asked, userHome))
}

/** Where the desktop keeps its data when nobody names a home: never a folder that roams from computer to computer. */
export function desktopHome({ platform, env, userHome }: Surroundings): string {
  if (platform === 'win32') return win32.join(env['LOCALAPPDATA'] || win32.join(userHome, 'AppData', 'Local'), 'Perch')
  if (platform === 'darwin') return posix.join(userHome, 'Library', 'Application Support', 'Perch')
  const configured = env['XDG_CONFIG_HOME'] ?? '' // Electron's `appData` on Linux
  return posix.join(posix.isAbsolute(configured) ? configured : posix.join(userHome, '.config'), 'Perch')
}

export type Surroundings = {
  readonly platform: NodeJS.Platform
  readonly env: HomeChoice['env']
  readonly userHome: string
}

/** A folder that may be the home: whether it holds one, and whether a Perch answers there. */
export type Candidate = { readonly path: string; readonly holds: boolean; readonly answers: boolean }

/**
 * Which home a command means when nobody names one: the desktop's if there is one, else `~/.perch`; of two the one
 * whose Perch runs.
 */
export function commandHome(desktop: Candidate, headless: Candidate): string {
  if (!desktop.holds) return headless.path
  return headless.holds && headless.answers && !desktop.answers ? headless.path : desktop.path
}

/** True for a folder in which a Perch has lived; a lock or a cache alone makes none. */
export const holdsHome = (folder: string): boolean =>
  ['config.json', 'perch.db', 'control.key'].some(name => existsSync(join(folder, name)))

/** `~` and `~/…` as the person's own folder; anything else stays as it is. */
export const expandTilde = (path: string, userHome: string): string =>
  /^~(?=$|[/\\])/.test(path) ? join(userHome, path.slice(1)) : path

const pathsIn = (home: string): Paths => ({
  home,
  config: join(home, 'config.json'),
  database: join(home, 'perch.db'),
  logs: join(home, 'logs'),
  workspace: join(home, 'workspace'),
  skills: join(home, 'skills'),
  media: join(home, 'media'),
  secrets: join(home, 'secrets.enc'),
  secretKey: join(home, 'secrets.key'),
})

const SYNCED =
  /^(Dropbox( \(.*\))?|OneDrive( - .*)?|Google ?Drive|My Drive|GoogleDrive-.*|iCloud ?Drive|iCloudDrive|Mobile Documents|CloudStorage|Nutstore( Files)?|我的坚果云|坚果云|BaiduSyncdisk|百度网盘同步空间|Box Sync|pCloud ?Drive|Nextcloud|ownCloud|SynologyDrive)$/i

/** Why a folder can't be the home, or `undefined` when it can: databases and locks break on such disks. */
export function refusal(path: string, platform: NodeJS.Platform, mounts: readonly Mount[]): string | undefined {
  if (platform === 'win32' && /^[\\/]{2}(?![?.][\\/][a-z]:)/i.test(path)) return 'it is on a network share'
  const steps = platform === 'win32' ? path.split(/[\\/]/) : path.split('/')
  const synced = steps.find(step => SYNCED.test(step))
  if (synced) return `"${synced}" is kept in step with a cloud`
  const kind = kindAt(path, mounts)
  return kind && isNetworkKind(kind) ? `it is on a network file system (${kind})` : undefined
}

/**
 * Makes the home with its folders, readable by its owner alone, and gives its places. Throws `AppError('home-refused')`
 * for a network or cloud folder and for one that can't be made or written.
 */
export async function openHome(home: string, platform: NodeJS.Platform = process.platform): Promise<Paths> {
  const mounts = await readMounts(platform)
  for (const path of new Set([home, await realPlace(home)])) {
    const reason = refusal(path, platform, mounts)
    if (reason) throw new AppError('home-refused', `${home} can't be the home of Perch: ${reason}.`)
  }
  const paths = pathsIn(home)
  try {
    for (const dir of [home, paths.workspace, paths.skills, paths.logs, paths.media]) await makeFolder(dir)
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (thrown) {
    const reason = codeOf(thrown) ?? 'unknown reason'
    throw new AppError('home-refused', `${home} can't be made or written (${reason}).`, { cause: thrown })
  }
  return paths
}

/** Step by step: Node's own `recursive` never ends where a folder can't be made below one that is there (`/proc/x`). */
async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 })
  try {
    await make()
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw thrown
    await makeFolder(dirname(path))
    await make()
  }
}

/** The true place of a path whose last parts may not exist yet: a link may lead to another disk. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (thrown) {
    const parent = dirname(path)
    if (codeOf(thrown) !== 'ENOENT' || parent === path) return path
    return join(await realPlace(parent), basename(path))
  }
}

/** Where the system does not tell, the path alone decides. */
async function readMounts(platform: NodeJS.Platform): Promise<readonly Mount[]> {
  if (platform === 'linux') return linuxMounts(await readFile('/proc/self/mounts', 'utf8').catch(() => ''))
  if (platform !== 'darwin') return []
  const { stdout } = await promisify(execFile)('/sbin/mount', { timeout: 5000 }).catch(() => ({ stdout: '' }))
  return macMounts(stdout)
}
