import { writeFile } from 'node:fs/promises'
import { configReference } from '../main/config/reference.ts'

/** Writes docs/configuration.md anew. Run it after a change of the schema. */
await writeFile(new URL('../docs/configuration.md', import.meta.url), configReference())
