import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Logger } from '../base/logger.ts'
import { AppError } from '../contract/errors.ts'
import { Findings, type Problem } from './findings.ts'
import { quickLook } from './quick-look.ts'
import { Slots } from './slots.ts'

export type ReaderLimits = {
  readonly milliseconds: number
  readonly memoryMb: number
  /** How many files are read at once, whoever sent them. */
  readonly atOnce: number
}

export const usualReading: ReaderLimits = { milliseconds: 20_000, memoryMb: 384, atOnce: 3 }

/** Looks into received files, each in a thread with limits of time and memory. */
export class DocumentReader {
  readonly #limits: ReaderLimits
  readonly #log: Logger
  readonly #slots: Slots

  constructor(log: Logger, limits: ReaderLimits = usualReading) {
    this.#log = log
    this.#limits = limits
    this.#slots = new Slots(limits.atOnce)
  }

  /** What the file is and says. Rejects only with `cancelled`. */
  async look(path: string, name: string, signal: AbortSignal): Promise<Findings> {
    const quick = await quickLook(path, name)
    return quick ?? this.#slots.run(() => this.#look(path, name, signal), signal)
  }

  async #look(path: string, name: string, signal: AbortSignal): Promise<Findings> {
    const started = performance.now()
    const outcome = await inThread({ path, name }, this.#limits, signal)
    if (signal.aborted) throw cancelled()
    const milliseconds = Math.round(performance.now() - started)
    if (typeof outcome === 'string') {
      this.#log.warn('a received file could not be read', { problem: outcome, milliseconds })
      return { type: 'file', mediaType: 'application/octet-stream', problem: outcome }
    }
    this.#log.debug('a received file was read', { type: outcome.mediaType, problem: outcome.problem, milliseconds })
    return outcome
  }
}

const cancelled = () => new AppError('cancelled', 'Stopped while a file was read.')

/** Ends the thread in any case; a file that made it fail is told by the problem that it was. */
function inThread(data: object, limits: ReaderLimits, signal: AbortSignal): Promise<Findings | Problem> {
  return new Promise(resolve => {
    const worker = new Worker(workerFile(), {
      workerData: data,
      env: {}, // what reads a stranger's file sees no secret
      execArgv: [],
      stdout: true, // readers chat about what they find odd
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 32 },
    })
    worker.stdout.resume()
    worker.stderr.resume()
    const end = (outcome: Findings | Problem) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      void worker.terminate()
      resolve(outcome)
    }
    const stop = () => end('too-slow')
    const timer = setTimeout(stop, limits.milliseconds)
    signal.addEventListener('abort', stop, { once: true })
    worker.once('message', message => end(Findings.safeParse(message).data ?? 'damaged'))
    worker.once('error', thrown => end(isOutOfMemory(thrown) ? 'too-complex' : 'damaged'))
    worker.once('exit', () => end('damaged'))
    if (signal.aborted) stop()
  })
}

const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** Beside this file when it runs from source; built, it is an entry of its own beside or above the chunks. */
function workerFile(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('./worker.ts', import.meta.url)
  const beside = new URL('./documents-worker.js', import.meta.url)
  return existsSync(beside) ? beside : new URL('../documents-worker.js', import.meta.url)
}
