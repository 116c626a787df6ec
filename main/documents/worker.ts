import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { limitAllocations } from './allocations.ts'
import { examine } from './examine.ts'

/** What one part of a file may unpack to; the pages of daily life stay far below. */
const MOST_BYTES = 64 * 1024 * 1024

/** A thread of its own for one file: whatever the file does to its reader ends with it. */
const { path, name } = z.object({ path: z.string(), name: z.string() }).parse(workerData)
const bytes = await readFile(path)
const wantedTooMuch = limitAllocations(globalThis, MOST_BYTES)
const findings = await examine(bytes, name)
const told = findings.text === undefined && wantedTooMuch() ? { ...findings, problem: 'bomb' } : findings
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(told)
