import { chmod, lstat, mkdir } from 'node:fs/promises'
import { isAbsolute, posix, resolve, win32 } from 'node:path'
import { stableId } from '../base/ids.ts'
import { AppError } from '../contract/errors.ts'
import { thisComputer, type Computer } from './computer.ts'

/** A socket's path has 104 bytes on macOS and 108 on Linux, with the zero at its end. */
const LONGEST_SOCKET = 100

const ALWAYS_SHORT = '/tmp'

/** Where the control socket of this home is: in the home, in the runtime folder if that is too long, a pipe on Windows. */
export function controlPath(home: string, computer: Computer = thisComputer()): string {
  if (computer.platform === 'win32') return `\\\\.\\pipe\\perch-${shortId(win32.resolve(home).toLowerCase())}`
  const inHome = posix.join(resolve(home), 'perch.sock')
  if (fits(inHome)) return inHome
  const name = `perch-${shortId(resolve(home))}.sock`
  const short = posix.join(runtimeFolder(computer), name)
  return fits(short) ? short : posix.join(sharedFolder(ALWAYS_SHORT, computer), name)
}

/** This user's folder for what lives no longer than the computer runs. A runtime folder of another user is not used. */
export function runtimeFolder(computer: Computer): string {
  const { runtimeDir, uid, temporary, ownerOf } = computer
  if (runtimeDir && isAbsolute(runtimeDir) && ownerOf(runtimeDir) === uid) return runtimeDir
  return sharedFolder(temporary, computer)
}

/**
 * Where the locks of bots lie: the same folder for every Perch of this user, however it was started. Runtime and
 * temporary folders are no such place: they depend on the session, and get cleaned while a service runs.
 */
export function lockFolders(computer: Computer): readonly string[] {
  const { platform, userHome, localAppData, temporary } = computer
  if (platform === 'win32') {
    const local = localAppData ?? (userHome && win32.join(userHome, 'AppData', 'Local'))
    return [...(local ? [win32.join(local, 'Perch', 'locks')] : []), win32.join(temporary, 'perch-locks')]
  }
  const inHome =
    platform === 'darwin' ? ['Library', 'Application Support', 'Perch', 'locks'] : ['.local', 'state', 'perch']
  return [...(userHome ? [posix.join(userHome, ...inHome)] : []), sharedFolder(ALWAYS_SHORT, computer)]
}

/** Makes the folder of a socket that is not in the home, and makes sure that it is this user's. */
export async function prepareSocketFolder(path: string, computer: Computer = thisComputer()): Promise<void> {
  const folder = posix.dirname(path)
  const places = [runtimeFolder(computer), sharedFolder(ALWAYS_SHORT, computer)]
  if (computer.platform !== 'win32' && places.includes(folder)) await makeOwnFolder(folder, computer.uid)
}

/** Makes the folder for this user alone. Throws `home-refused` when it belongs to somebody else. */
export async function makeOwnFolder(folder: string, uid: number | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
    throw new AppError('home-refused', `${folder} belongs to another user.`)
  }
  if (uid !== undefined && (found.mode & 0o077) !== 0) await chmod(folder, 0o700)
}

const sharedFolder = (temporary: string, { uid }: Computer): string => posix.join(temporary, `perch-${uid ?? 'user'}`)
const fits = (path: string): boolean => Buffer.byteLength(path) <= LONGEST_SOCKET
const shortId = (text: string): string => stableId(text).slice(0, 16)
