import { rm } from 'node:fs/promises'
import { readIfThere, replaceFile } from '../base/atomic-file.ts'
import type { Config } from '../contract/config.ts'
import { readConfigFile } from './file.ts'
import { plainSecrets, withoutPlainSecrets, type PlainSecret } from './secret-keys.ts'
import type { Edit } from './text-edit.ts'

/** Edits and secrets that belong together. */
export type Batch = {
  readonly edits: readonly Edit[]
  readonly secrets: readonly PlainSecret[]
  /** What counts after the edits: it says for which host each secret is. */
  readonly next: Config
  /** Where config.json as it was before is kept, without secrets. */
  readonly aside?: string
}

/** Does the work with a copy of the file from before beside it; a failure takes the copy back. */
export async function withCopy(path: string, aside: string | undefined, work: () => Promise<void>): Promise<void> {
  if (aside === undefined) return work()
  const older = await readIfThere(aside)
  const { text } = await readConfigFile(path)
  await replaceFile(aside, withoutPlainSecrets(text, plainSecrets(text)))
  try {
    await work()
  } catch (thrown) {
    await (older ? replaceFile(aside, older) : rm(aside, { force: true }))
    throw thrown
  }
}
