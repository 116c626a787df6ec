import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { examine } from './examine.ts'

/** A thread of its own for one file: whatever the file does to its reader ends with it. */
const { path, name } = z.object({ path: z.string(), name: z.string() }).parse(workerData)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await examine(await readFile(path), name))
