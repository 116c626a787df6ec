import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { openStore, type Store, type StoreOptions } from '../../main/store/store.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perch-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const START = Date.UTC(2026, 10, 21, 9)

/** A store in a folder of its own, closed after the test. */
export async function temporaryStore(options: Partial<StoreOptions> = {}): Promise<Store> {
  const file = options.file ?? join(temporaryFolder(), 'perch.db')
  const store = await openStore({ now: () => START, log: silentLogger, version: '0.1.0', ...options, file })
  onTestFinished(() => store.close())
  return store
}
