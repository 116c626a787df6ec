import { createWriteStream } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, isAppError } from '../contract/errors.ts'

export type ArrivalLimits = {
  readonly bytes: number
  /** Without a byte for so long, the other side has gone. */
  readonly idleMilliseconds: number
  /** However steadily it drips. */
  readonly wholeMilliseconds: number
}

/**
 * Writes what comes to a file that only its owner can read; under its name it appears once it is whole, and nothing of
 * it stays when it never is. Gives its size. Rejects with `file-too-large`, `lark-unreachable`, `store-full`, `cancelled`.
 */
export async function arrive(
  content: Readable,
  path: string,
  limits: ArrivalLimits,
  signal: AbortSignal,
): Promise<number> {
  const partial = `${path}.part`
  const guard = new Guard(limits)
  const whole = AbortSignal.timeout(limits.wholeMilliseconds)
  try {
    const file = createWriteStream(partial, { mode: 0o600, flags: 'w' })
    await pipeline(content, guard, file, { signal: AbortSignal.any([signal, whole]) })
    await chmod(partial, 0o600)
    await rename(partial, path)
    return guard.bytes
  } catch (thrown) {
    await rm(partial, { force: true })
    throw explained(thrown, signal)
  } finally {
    content.destroy()
    guard.rest()
  }
}

function explained(thrown: unknown, signal: AbortSignal): AppError {
  if (isAppError(thrown)) return thrown
  if (signal.aborted) return new AppError('cancelled', 'Stopped while a file was fetched.')
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('store-full', 'The disk is full.')
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code))
    return new AppError('store-failed', `The folder of received files can't be written (${code}).`)
  return new AppError('lark-unreachable', 'The file did not arrive whole.')
}

/** Counts what passes and ends it when it is too much, or when nothing comes any more. */
class Guard extends Transform {
  bytes = 0
  readonly #limits: ArrivalLimits
  #timer: NodeJS.Timeout | undefined

  constructor(limits: ArrivalLimits) {
    super()
    this.#limits = limits
    this.#watch()
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.bytes += chunk.byteLength
    if (this.bytes > this.#limits.bytes) return done(tooLarge(this.#limits.bytes))
    this.#watch()
    done(null, chunk)
  }

  rest(): void {
    clearTimeout(this.#timer)
  }

  #watch(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => this.destroy(new AppError('lark-unreachable', 'The file stopped coming.')),
      this.#limits.idleMilliseconds,
    )
  }
}

export const tooLarge = (most: number): AppError =>
  new AppError('file-too-large', `The file is over ${Math.floor(most / (1024 * 1024))} MB.`)
