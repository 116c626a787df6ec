import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../../main/base/logger.ts'
import { createRedactor } from '../../../main/base/redact.ts'
import type { SecretStore } from '../../../main/base/secret-store.ts'
import { createSettings } from '../../../main/config/settings.ts'
import { createImporting } from '../../../main/service/importing.ts'
import { memorySecrets } from '../memory-secrets.ts'

export const SAMPLES = join(import.meta.dirname, '..', '..', 'samples')

/** Each sample, with the file beside it and every secret that it holds. */
export const samples = [
  { system: 'nanobot', file: join(SAMPLES, 'nanobot', 'config.json') },
  { system: 'openclaw', file: join(SAMPLES, 'openclaw', 'openclaw.json') },
  { system: 'moltbot', file: join(SAMPLES, 'moltbot', 'moltbot.yaml') },
  { system: 'clawdbot', file: join(SAMPLES, 'clawdbot', 'clawdbot.json'), env: join(SAMPLES, 'clawdbot', '.env') },
  { system: 'xiaoo', file: join(SAMPLES, 'xiaoo', 'config.toml'), env: join(SAMPLES, 'xiaoo', 'xiaoo.env') },
] as const

/** What was made up for the samples begins with the name of its system, or is shaped as a key. */
export const secretsOf = (...files: readonly (string | undefined)[]): readonly string[] =>
  files.flatMap(file => {
    const text = file === undefined ? '' : readFileSync(file, 'utf8')
    return (
      text.match(/(?:\d+:)?(?:sk|gsk|BSA)[-_]?[\w-]{20,}|\b(?:\d+:\w*-?)?(?:Nb|nb|Oc|Mb|Cb|Xo)[A-Z][\w.#]{12,}/g) ?? []
    )
  })

/** A Perch without a connection, in a folder of its own. */
export async function startImporting(given: { secrets?: SecretStore; folder?: string } = {}) {
  const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'perch-import-'))
  const { store, entries } = memorySecrets()
  const redactor = createRedactor()
  const configFile = join(folder, 'config.json')
  const settings = await createSettings({
    path: configFile,
    userHome: folder,
    env: {},
    secrets: given.secrets ?? store,
    redactor,
    log: silentLogger,
    watch: false,
  })
  const importing = createImporting({ settings, configFile, userHome: folder, folder, env: {}, redactor })
  return {
    folder,
    configFile,
    settings,
    importing,
    entries,
    redactor,
    async stop() {
      await settings.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
