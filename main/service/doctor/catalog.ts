import type { Check } from './check.ts'
import { computerChecks } from './computer.ts'
import type { AccountContext, SharedContext } from './context.ts'
import { modelChecks } from './model.ts'
import { networkChecks } from './network.ts'
import { accountsCheck } from './credentials.ts'
import { platformChecks } from './platform.ts'
import { trafficChecks } from './traffic.ts'
import { webhookChecks } from './webhook.ts'

/** Every check there is, from this computer outward. One entry here adds one. */
export const catalog = {
  shared: [...computerChecks, accountsCheck],
  /** Once for each account. */
  account: [...networkChecks, ...platformChecks, ...webhookChecks, ...trafficChecks],
  model: modelChecks,
} as const satisfies Readonly<{
  shared: readonly Check<SharedContext>[]
  account: readonly Check<AccountContext>[]
  model: readonly Check<SharedContext>[]
}>
