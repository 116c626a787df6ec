import { chmod, lstat, rm } from 'node:fs/promises'
import { createConnection, type Server } from 'node:net'
import { codeOf } from '../base/atomic-file.ts'
import { AppError } from '../contract/errors.ts'

/**
 * Listens on a socket file that only its owner can use, or on a named pipe. The socket of a process that died is
 * replaced; one that answers is not: `home-in-use`. Who holds the lock of the home can't be overtaken in between.
 */
export async function listenAlone(server: Server, path: string): Promise<void> {
  try {
    await listen(server, path)
  } catch (thrown) {
    if (codeOf(thrown) !== 'EADDRINUSE') throw refused(path, thrown)
    await removeStale(path)
    await listen(server, path).catch((again: unknown) => {
      throw codeOf(again) === 'EADDRINUSE' ? inUse(path) : refused(path, again)
    })
  }
  if (!isPipe(path)) await chmod(path, 0o600)
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function removeStale(path: string): Promise<void> {
  if (isPipe(path) || (await isAnswered(path))) throw inUse(path)
  const found = await lstat(path).catch(() => undefined)
  if (found && !found.isSocket()) throw new AppError('home-refused', `${path} is in the way: it is no socket.`)
  await rm(path, { force: true })
}

/** Only a refused connection says that nobody is there; a full queue, for one, says the contrary. */
export function isAnswered(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', error => resolve(!['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(codeOf(error) ?? '')))
  })
}

const isPipe = (path: string): boolean => path.startsWith('\\\\.\\pipe\\')
const inUse = (path: string) => new AppError('home-in-use', `Another Perch answers at ${path}.`)
const refused = (path: string, cause: unknown) =>
  new AppError('home-refused', `No control socket could be made at ${path} (${codeOf(cause) ?? 'unknown'}).`, { cause })
