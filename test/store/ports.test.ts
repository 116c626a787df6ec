import { expect, expectTypeOf, test } from 'vitest'
import type {
  ConversationsPort,
  FatesPort,
  InboxPort,
  OutboxPort,
  OwnMessagesPort,
  PeoplePort,
  ReactionsPort,
  TurnsPort,
  UsagePort,
} from '../../main/chat/ports.ts'
import type { Store } from '../../main/store/store.ts'
import { temporaryStore } from './temporary.ts'

test('the parts of the store are what the path of a message asks for', async () => {
  expectTypeOf<Store['inbox']>().toExtend<InboxPort>()
  expectTypeOf<Store['fates']>().toExtend<FatesPort>()
  expectTypeOf<Store['turns']>().toExtend<TurnsPort>()
  expectTypeOf<Store['outbox']>().toExtend<OutboxPort>()
  expectTypeOf<Store['people']>().toExtend<PeoplePort>()
  expectTypeOf<Store['conversations']>().toExtend<ConversationsPort>()
  expectTypeOf<Store['usage']>().toExtend<UsagePort>()
  expectTypeOf<Store['own']>().toExtend<OwnMessagesPort>()
  expectTypeOf<Store['reactions']>().toExtend<ReactionsPort>()

  const store = await temporaryStore()
  const ports: [InboxPort, FatesPort, TurnsPort, OutboxPort, PeoplePort, ConversationsPort, UsagePort] = [
    store.inbox,
    store.fates,
    store.turns,
    store.outbox,
    store.people,
    store.conversations,
    store.usage,
  ]
  expect(ports).toHaveLength(7)
})
