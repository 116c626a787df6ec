import type { Platform } from '../platform.ts'
import type { NetworkState } from '../network.ts'
import { appOperations } from './apps.ts'
import { groupOperations } from './groups.ts'
import type { Callable } from './operation.ts'
import { peopleOperations } from './people.ts'
import { pressOperations } from './press.ts'
import { talkOperations } from './talk.ts'
import { troubleOperations } from './trouble.ts'
import { watchOperations } from './watch.ts'

/** Everything that the outside may do to the practice world, by name. */
export const createOperations = (platform: Platform, network: (state: NetworkState) => void) => ({
  ...peopleOperations(platform),
  ...groupOperations(platform),
  ...talkOperations(platform),
  ...pressOperations(platform),
  ...watchOperations(platform),
  ...troubleOperations(platform, network),
  ...appOperations(platform),
})

export type Operations = ReturnType<typeof createOperations>

/** The practice world as its controller sees it: the same methods in this process and over HTTP. */
export type WorldControl = Callable<Operations>
export type OperationName = keyof Operations
