import { describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createGroupNames } from '../../main/service/group-names.ts'
import { FakeChannel } from '../fakes/channel.ts'
import { arrivalOf } from '../store/arrivals.ts'
import { temporaryStore } from '../store/temporary.ts'

const DAY = 24 * 60 * 60_000

/** A store with these groups and one private chat, and a platform that knows some names. */
async function start(known: Readonly<Record<string, string>>, groups: readonly string[]) {
  const store = await temporaryStore()
  for (const chatId of groups)
    await store.inbox.record(arrivalOf({ messageId: chatId, eventId: chatId, chatId, chatType: 'group' }))
  await store.inbox.record(arrivalOf({ messageId: 'om_dm', eventId: 'dm', chatId: 'oc_dm' }))
  const clock = { now: 10 * DAY }
  const ask = vi.fn(async (chatId: string) => (known[chatId] ? { name: known[chatId] } : undefined))
  const channel = Object.assign(new FakeChannel(), { chat: ask })
  const names = createGroupNames({
    chats: store.chats,
    channel: () => channel,
    now: () => clock.now,
    log: silentLogger,
  })
  const read = async () => Object.fromEntries((await store.chats.list()).map(({ chatId, name }) => [chatId, name]))
  return { names, ask, clock, read }
}

describe('names of groups', () => {
  test('are asked for once, for groups only, and are there for the screen that waits', async () => {
    const { names, ask, read } = await start({ oc_team: 'The team' }, ['oc_team', 'oc_secret'])
    await Promise.all([names.learn(), names.learn()])
    expect(await read()).toEqual({ oc_team: 'The team', oc_secret: '', oc_dm: '' })
    await names.learn()
    expect(ask.mock.calls.map(([chatId]) => chatId).toSorted()).toEqual(['oc_secret', 'oc_team'])
  })

  test('are asked for again: after a day where there is none, after a week where there is one', async () => {
    const { names, ask, clock } = await start({ oc_team: 'The team' }, ['oc_team', 'oc_secret'])
    await names.learn()
    ask.mockClear()
    clock.now += 2 * DAY
    await names.learn()
    expect(ask.mock.calls.map(([chatId]) => chatId)).toEqual(['oc_secret'])
    clock.now += 6 * DAY
    await names.learn()
    expect(ask).toHaveBeenCalledTimes(3)
  })

  test('cost at most twenty questions for one look', async () => {
    const { names, ask } = await start(
      {},
      Array.from({ length: 30 }, (_, index) => `oc_${index}`),
    )
    await names.learn()
    expect(ask).toHaveBeenCalledTimes(20)
  })

  test('keep no screen waiting for a platform that does not answer', async () => {
    const { names, ask, read } = await start({}, ['oc_team'])
    ask.mockImplementation(() => new Promise(() => undefined))
    await names.learn()
    expect(await read()).toMatchObject({ oc_team: '' })
    names.stop()
    await names.learn()
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('of one account are learnt while the platform of another refuses or does not answer', async () => {
    const store = await temporaryStore()
    for (const account of ['hanging', 'refusing', 'well'])
      await store.inbox.record(
        arrivalOf({ account, messageId: account, eventId: account, chatId: 'oc_team', chatType: 'group' }),
      )
    const platforms: Record<string, () => Promise<{ name: string }>> = {
      hanging: () => new Promise(() => undefined),
      refusing: () => Promise.reject(new Error('unreachable')),
      well: () => Promise.resolve({ name: 'The team' }),
    }
    const names = createGroupNames({
      chats: store.chats,
      channel: account => Object.assign(new FakeChannel(), { chat: platforms[account] }),
      now: () => 10 * DAY,
      log: silentLogger,
    })
    await names.learn()
    const named = (await store.chats.list()).filter(({ name }) => name === 'The team')
    expect(named.map(({ account }) => account)).toEqual(['well'])
    names.stop()
  })
})
