import type { Channel, ChannelSink } from '../chat/channel.ts'
import type { AccountSettings } from '../config/accounts.ts'
import type { TellerPorts } from './account-teller.ts'

/** What the keeper of the accounts is given. */
export type AccountsPorts = TellerPorts & {
  readonly accounts: () => readonly AccountSettings[]
  /** Rejects with an `AppError` that says what is missing. */
  readonly secret: (account: AccountSettings) => Promise<string>
  /** Whatever else makes a connection new when it changes: proxy, certificates. */
  readonly surroundings: () => string
  readonly lock: (account: AccountSettings) => Promise<{ release(): Promise<void> }>
  /** Told before an account connects: it may be another bot than it was. */
  readonly serves: (account: AccountSettings) => Promise<void>
  readonly connect: (account: AccountSettings, secret: string) => Promise<Channel>
  readonly sink: (id: string) => Pick<ChannelSink, 'message' | 'noted' | 'recalled' | 'pressed' | 'reacted'>
  /** Takes up what waited for an account that came back by itself. */
  readonly returned: () => Promise<void>
}
