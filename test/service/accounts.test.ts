import { describe, expect, test, vi } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import type { AccountSettings } from '../../main/config/accounts.ts'
import { accountsOf } from '../../main/config/accounts.ts'
import { Config } from '../../main/contract/config.ts'
import { AppError } from '../../main/contract/errors.ts'
import { reduce } from '../../main/contract/reduce.ts'
import { initialState } from '../../main/contract/state.ts'
import { Accounts } from '../../main/service/accounts.ts'
import { FakeChannel } from '../fakes/channel.ts'

const ONE = 'cli_0000000000000001'
const TWO = 'cli_0000000000000002'

/** A channel whose waits end when it is stopped, as those of the platform do. */
class Connection extends FakeChannel {
  isStopped = false
  isHanging = false
  readonly #ended = Promise.withResolvers<never>()

  override stop(): Promise<void> {
    this.isStopped = true
    this.#ended.promise.catch(() => undefined)
    this.#ended.reject(new AppError('cancelled', 'Stopped.'))
    return Promise.resolve()
  }

  override async send(...asked: Parameters<FakeChannel['send']>) {
    if (this.isStopped) throw new AppError('cancelled', 'Stopped.')
    return this.isHanging ? this.#ended.promise : super.send(...asked)
  }

  override read(...asked: Parameters<FakeChannel['read']>) {
    return this.isHanging ? this.#ended.promise : super.read(...asked)
  }
}

function start(lark: object) {
  const world = {
    config: Config.parse({ channels: { lark } }),
    secrets: {} as Record<string, string | Promise<string>>,
    state: initialState,
    made: [] as { id: string; appId: string; secret: string; connection: Connection }[],
    held: new Set<string>(),
    served: [] as string[],
    slow: new Set<string>(),
    printed: [] as string[],
    returned: vi.fn(() => Promise.resolve()),
  }
  const lockOf = ({ appId }: AccountSettings) => {
    if (world.held.has(appId)) return Promise.reject(new AppError('bot-already-served', 'Already served.'))
    world.held.add(appId)
    return Promise.resolve({ release: () => Promise.resolve(void world.held.delete(appId)) })
  }
  const accounts = new Accounts({
    accounts: () => accountsOf(world.config, new Map()),
    secret: ({ id }) => Promise.resolve(world.secrets[id] ?? 'secret'),
    surroundings: () => '',
    lock: lockOf,
    connect: ({ id, appId }, secret) => {
      const connection = new Connection(id)
      world.made.push({ id, appId, secret, connection })
      return Promise.resolve(connection)
    },
    sink: () => ({
      message: () => Promise.resolve(),
      noted: () => undefined,
      recalled: () => undefined,
      pressed: () => Promise.resolve({ kind: 'info', text: { en: '', zh: '' } }),
      reacted: () => Promise.resolve(),
    }),
    returned: world.returned,
    serves: ({ appId }) => Promise.resolve(void world.served.push(appId)),
    botSince: () => Promise.resolve(0),
    quota: async ({ id }) => {
      if (world.slow.has(id)) await new Promise(setImmediate)
      return { month: '2026-01', calls: 0, limit: 1, kinds: {}, saving: false }
    },
    current: id => world.state.accounts[id],
    publish: fact => void (world.state = reduce(world.state, fact)),
    print: line => void world.printed.push(line),
    now: () => 0,
    log: silentLogger,
  })
  const configure = (next: object) => {
    world.config = Config.parse({ channels: { lark: next } })
    return accounts.reconcile()
  }
  const connections = (id: string) => world.made.filter(made => made.id === id).map(({ connection }) => connection)
  return { world, accounts, configure, connections }
}

const signal = new AbortController().signal
const outgoing = { uuid: 'u', to: { kind: 'chat', chatId: 'oc_c' }, body: { kind: 'markdown', text: 'hello' } } as const
const arrival = {
  account: 'default',
  eventId: 'e',
  messageId: 'om_m',
  chatId: 'oc_c',
  chatType: 'p2p',
  senderId: 'ou_ann',
  senderType: 'user',
  senderTenant: 't',
  botTenant: 't',
  createdAt: 1,
  raw: JSON.stringify({ text: 'hi' }),
} as const

test('accounts are shown in the order of the configuration, however long each one takes', async () => {
  const { world, accounts, configure } = start({ appId: ONE, accounts: { a: { appId: TWO }, b: {} } })
  world.slow.add('default')
  await accounts.reconcile()
  expect(Object.keys(world.state.accounts)).toEqual(['default', 'a', 'b'])
  await configure({ accounts: { b: {} } })
  expect(Object.keys(world.state.accounts)).toEqual(['b'])
})

test('what an account lacks is told with its own path', async () => {
  const { world, accounts } = start({ accounts: { nokey: { appId: ONE } } })
  const none = new AppError('lark-secret-missing', 'No App Secret found for the account "nokey".')
  world.secrets['nokey'] = Promise.reject(none)
  await accounts.reconcile()
  const own = 'perch secret set channels.lark.accounts.nokey.appSecret'
  expect(world.state.accounts['nokey']).toMatchObject({ state: 'failed', hint: expect.stringContaining(own) })
  expect(world.printed).toEqual([expect.stringContaining(own)])
})

describe('an answer that is under way', () => {
  test('goes out over the next connection when the secret changes in between', async () => {
    const { world, accounts, connections } = start({ appId: ONE })
    await accounts.reconcile()
    const held = accounts.channel('default')
    world.secrets['default'] = 'another'
    await accounts.reconcile()
    await held?.send(outgoing, signal)
    expect(connections('default').map(({ isStopped, sent }) => [isStopped, sent.length])).toEqual([
      [true, 0],
      [false, 1],
    ])
  })

  test('waits while its account is switched off, and goes out when it is on again', async () => {
    const { accounts, configure, connections } = start({ appId: ONE })
    await accounts.reconcile()
    const held = accounts.channel('default')
    await configure({ appId: ONE, enabled: false })
    expect(accounts.channel('default')).toBeUndefined()
    const sending = held?.send(outgoing, signal)
    await configure({ appId: ONE })
    await sending
    expect(connections('default').at(-1)?.sent).toHaveLength(1)
  })

  test('waits while its bot gets another address, and goes out there', async () => {
    const { accounts, configure, connections } = start({ appId: ONE, domain: 'http://127.0.0.1:1001' })
    await accounts.reconcile()
    const held = accounts.channel('default')
    await configure({ appId: ONE, domain: 'http://127.0.0.1:1002' })
    await held?.send(outgoing, signal)
    expect(connections('default').map(({ sent }) => sent.length)).toEqual([0, 1])
  })

  test('may have been heard when it was cut off in the middle: it is uncertain, not refused', async () => {
    const { world, accounts, connections } = start({ appId: ONE })
    await accounts.reconcile()
    for (const connection of connections('default')) connection.isHanging = true
    const sending = accounts.channel('default')?.send(outgoing, signal)
    const failed = expect(sending).rejects.toMatchObject({ code: 'lark-unreachable' })
    world.secrets['default'] = 'another'
    await accounts.reconcile()
    await failed
  })

  test('is told when its account is removed, and never goes out through another bot in its place', async () => {
    const { accounts, configure, connections } = start({ appId: ONE })
    await accounts.reconcile()
    const held = accounts.channel('default')
    await configure({ appId: TWO })
    await expect(held?.send(outgoing, signal)).rejects.toMatchObject({ code: 'not-found' })
    expect(connections('default').flatMap(({ sent }) => sent)).toEqual([])
    await configure({})
    expect(accounts.channel('default')).toBeUndefined()
  })
})

test('a message that waits to be read is read over the next connection', async () => {
  const { world, accounts, connections } = start({ appId: ONE })
  await accounts.reconcile()
  for (const connection of connections('default')) connection.isHanging = true
  const reading = accounts.channel('default')?.read(arrival, signal)
  world.secrets['default'] = 'another'
  await accounts.reconcile()
  expect((await reading)?.text).toBe('hi')
})

test('of two accounts with one App ID the first serves, the other says which one it is', async () => {
  const { world, accounts, configure } = start({ appId: ONE, accounts: { twin: { appId: ONE } } })
  await accounts.reconcile()
  expect(world.state.accounts['twin']).toMatchObject({
    state: 'failed',
    code: 'account-exists',
    reason: expect.stringContaining('"default"'),
  })
  expect(world.made.map(({ id }) => id)).toEqual(['default'])
  await configure({ appId: ONE, enabled: false, accounts: { twin: { appId: ONE, enabled: true } } })
  expect(accounts.channel('twin')).toBeDefined()
  expect(accounts.channel('default')).toBeUndefined()
  await configure({ appId: ONE, accounts: { twin: { appId: ONE, enabled: true } } })
  expect(accounts.channel('default')).toBeDefined()
  expect(world.state.accounts['twin']?.code).toBe('account-exists')
})

test('an account that gets another name takes its bot over without a word about another process', async () => {
  const { world, accounts, configure } = start({ accounts: { old: { appId: ONE } } })
  await accounts.reconcile()
  await configure({ accounts: { fresh: { appId: ONE } } })
  expect(accounts.channel('fresh')).toBeDefined()
  expect(Object.keys(world.state.accounts)).toEqual(['fresh'])
})

test('an account whose secret is slow to come keeps no other waiting', async () => {
  const { world, accounts, configure } = start({ appId: ONE, accounts: { work: { appId: TWO } } })
  const slow = Promise.withResolvers<string>()
  world.secrets['default'] = slow.promise
  void accounts.reconcile()
  await vi.waitFor(() => expect(accounts.channel('work')).toBeDefined())
  void configure({ appId: ONE, accounts: { work: { appId: TWO, enabled: false } } })
  await vi.waitFor(() => expect(accounts.channel('work')).toBeUndefined())
  slow.resolve('secret')
  await vi.waitFor(() => expect(accounts.channel('default')).toBeDefined())
})

describe('an account that is switched off', () => {
  test('is not asked by a probe, and stays off', async () => {
    const { world, accounts } = start({ appId: ONE, enabled: false })
    await accounts.reconcile()
    await accounts.probe(signal)
    expect(world.made).toEqual([])
    expect(world.state.accounts['default']).toMatchObject({ state: 'offline', reason: 'Switched off.' })
  })

  test('may be spoken through by hand, which connects nothing', async () => {
    const { accounts } = start({ appId: ONE, enabled: false })
    await accounts.reconcile()
    const [one, other] = await Promise.all([accounts.sender('default'), accounts.sender('default')])
    expect(one).toBe(other)
    expect(accounts.channel('default')).toBeUndefined()
  })
})

test('another bot in the place of one begins with nothing known of it', async () => {
  const { world, accounts, configure, connections } = start({ appId: ONE })
  await accounts.reconcile()
  connections('default')[0]?.sink?.identified({ openId: 'ou_bot', name: 'The first' })
  expect(world.state.accounts['default']?.bot?.name).toBe('The first')
  await configure({ appId: TWO })
  expect(world.state.accounts['default']?.bot).toBeUndefined()
})

test('what failed and is tried by hand takes up what waited', async () => {
  const { world, accounts } = start({ appId: ONE })
  world.held.add(ONE)
  await accounts.reconcile()
  expect(world.state.accounts['default']?.code).toBe('bot-already-served')
  world.held.clear()
  await accounts.retry('default')
  expect(accounts.channel('default')).toBeDefined()
  expect(world.returned).toHaveBeenCalledOnce()
  await accounts.stop()
  expect(world.held.size).toBe(0)
})

test('whoever removes an account waits until it is gone, also while a change of the file is removing it', async () => {
  const { world, accounts, configure, connections } = start({ appId: ONE, accounts: { work: { appId: TWO } } })
  await accounts.reconcile()
  const ending = Promise.withResolvers<undefined>()
  for (const connection of connections('work')) connection.stop = () => ending.promise
  const byFile = configure({ appId: ONE })
  const byHand = Promise.resolve().then(() => accounts.reconcile())
  setTimeout(() => ending.resolve(undefined), 20)
  await byHand
  expect(world.state.accounts['work']).toBeUndefined()
  await byFile
})

test('which bot an account is, is told before it connects, and only of one that can connect', async () => {
  const { world, accounts, configure } = start({ appId: ONE })
  await accounts.reconcile()
  await configure({ appId: 'cli_mistyped' })
  await configure({ appId: TWO, enabled: false })
  world.held.add(TWO) // by another Perch
  await configure({ appId: TWO })
  expect(world.served).toEqual([ONE])
  expect(world.made.map(({ appId }) => appId)).toEqual([ONE])
})
