import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder, temporaryStore } from '../store/temporary.ts'

const recorder = fileURLToPath(new URL('store-recorder.ts', import.meta.url))

/** Records as fast as it can until it is killed; gives the messages whose record had resolved. */
async function recordUntilKilled(file: string, run: number, lifetime: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [recorder, file, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()))
  await once(child.stdout, 'data')
  await wait(lifetime)
  child.kill('SIGKILL')
  await once(child, 'close')
  return told.split('\n').slice(0, -1) // the last piece may be half a line
}

test('whatever was acknowledged is there after kill -9, however often', async () => {
  const file = join(temporaryFolder(), 'perch.db')
  const acknowledged: string[] = []
  for (let run = 0; run < 8; run++) acknowledged.push(...(await recordUntilKilled(file, run, 20 + run * 35)))
  expect(acknowledged.length).toBeGreaterThan(8)

  const store = await temporaryStore({ file })
  expect(store.notices).toEqual([])
  const kept = (await store.inbox.unfinished()).map(({ arrival }) => arrival.messageId)
  const known = new Set(kept)
  expect(acknowledged.filter(name => !known.has(name))).toEqual([])
  expect(known.size).toBe(kept.length)
})
