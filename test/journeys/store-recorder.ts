// Run by store-crash.test.ts: records bursts of messages and says on stdout which of them are kept.
import { writeSync } from 'node:fs'
import { silentLogger } from '../../main/base/logger.ts'
import { openStore } from '../../main/store/store.ts'
import { arrivalOf } from '../store/arrivals.ts'

const [file = '', run = ''] = process.argv.slice(2)
const store = await openStore({ file, now: Date.now, log: silentLogger, version: '0.1.0' })

for (let burst = 0; ; burst++) {
  const names = Array.from({ length: 1 + (burst % 20) }, (_, index) => `om_${run}_${burst}_${index}`)
  for (const name of names) {
    store.fates.add({ at: burst, account: 'default', kind: 'message', eventId: name, fate: 'queued', reason: '' })
  }
  await Promise.all(
    names.map(async name => {
      await store.inbox.record(arrivalOf({ eventId: `ev_${name}`, messageId: name }))
      writeSync(1, `${name}\n`) // at once, so that a kill can't come between the promise and its word
    }),
  )
}
