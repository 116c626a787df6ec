import type { CheckView } from '../contract/doctor.ts'
import type { AppError, ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'

type Place = Pick<CheckView, 'id' | 'layer' | 'title'>

const home: Place = { id: 'home', layer: 'computer', title: { en: 'Home folder', zh: '主目录' } }
const database: Place = { id: 'database', layer: 'computer', title: { en: 'Database', zh: '数据库' } }
const config: Place = { id: 'config', layer: 'computer', title: { en: 'Configuration', zh: '配置' } }

/** The check that a failure to open belongs to. */
const places: Partial<Record<ErrorCode, Place>> = {
  'home-refused': home,
  'lock-failed': home,
  'store-newer': database,
  'store-full': database,
  'store-failed': database,
  'config-invalid': config,
  'ca-file-unusable': config,
  'config-broken': config,
}

/** What keeps Perch from opening at all, as the check it would have been; `undefined` for any other failure. */
export function closedDoor(error: AppError): CheckView | undefined {
  const place = places[error.code]
  if (!place) return undefined
  const detail: Words = error.says ?? { en: error.message, zh: error.message }
  const fix = { en: error.hint('en'), zh: error.hint('zh') }
  return { ...place, key: place.id, verdict: 'failed', detail, fix, raw: error.message }
}
