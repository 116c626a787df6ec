import { writeFile } from 'node:fs/promises'
import { doctorReference } from '../main/service/doctor/reference.ts'

/** Writes docs/doctor.md anew. Run it after a change of the catalog of checks. */
await writeFile(new URL('../docs/doctor.md', import.meta.url), doctorReference())
