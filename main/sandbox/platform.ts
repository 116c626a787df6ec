import { Cards } from './cards.ts'
import { createClock, type SandboxClock } from './clock.ts'
import type { ClientConfig } from './client-frames.ts'
import { Connections } from './connections.ts'
import { Deliveries, type PlatformEvent } from './deliveries.ts'
import { Faults } from './faults.ts'
import { newId } from './identifiers.ts'
import { Journal } from './journal.ts'
import { Limits, platformLimits, type LimitSettings } from './limits.ts'
import type { App } from './model.ts'
import { CallbackTokens } from './callback-tokens.ts'
import { Hooks } from './hooks.ts'
import { defaultScopes } from './scopes.ts'
import { SentMessages } from './sent-messages.ts'
import { Tokens } from './tokens.ts'
import { Webhooks } from './webhooks.ts'
import { World } from './world.ts'

/** One app that exists on the practice platform from the start. What is left out is made up. */
export type AppOptions = {
  /** `cli_` and 16 hexadecimal characters; clients refuse anything else. */
  readonly appId: string
  readonly appSecret: string
  readonly name?: string
  readonly botOpenId?: string
  readonly tenantKey?: string
  readonly scopes?: readonly string[]
}

export type SandboxOptions = {
  readonly apps?: readonly AppOptions[]
  /** What endpoint answers and pongs carry, in seconds. */
  readonly clientConfig?: Partial<ClientConfig>
  readonly now?: () => number
  readonly random?: () => number
  /** Every answer of the API takes so many milliseconds more. */
  readonly latency?: number
  /** How long an event may stay unacknowledged, milliseconds. */
  readonly ackTimeout?: number
  /** Waits before each further delivery of an event, milliseconds. */
  readonly redelivery?: readonly number[]
  /** Accept an acknowledgement through another connection than the event went out on. */
  readonly acceptForeignAcks?: boolean
  /** Events larger than this travel in several frames, bytes. */
  readonly pieceBytes?: number
  readonly limits?: Partial<LimitSettings>
  /** Where the link of a missing scope points. */
  readonly consoleUrl?: string
}

/** Everything the practice platform remembers. */
export type Platform = {
  readonly clock: SandboxClock
  readonly random: () => number
  readonly world: World
  readonly cards: Cards
  readonly tokens: Tokens
  readonly limits: Limits
  readonly faults: Faults
  readonly journal: Journal
  readonly sent: SentMessages
  readonly callbacks: CallbackTokens
  readonly hooks: Hooks
  readonly connections: Connections
  readonly webhooks: Webhooks
  readonly deliveries: Deliveries
  readonly consoleUrl: string
  /** Delivers an event until it is acknowledged or given up. */
  readonly post: (event: PlatformEvent) => void
}

export const practiceApp: AppOptions = { appId: 'cli_a1b2c3d4e5f60718', appSecret: 'practice-secret', name: 'Perch' }

const platformClientConfig: ClientConfig = {
  PingInterval: 120,
  ReconnectCount: -1,
  ReconnectInterval: 120,
  ReconnectNonce: 30,
}

const minutes = 60_000

export function createPlatform(options: SandboxOptions): Platform {
  const clock = createClock(options.now)
  const random = options.random ?? Math.random
  const faults = new Faults()
  faults.latency = options.latency ?? 0
  const config = { ...platformClientConfig, ...options.clientConfig }
  const connections: Connections = new Connections(config, {
    clock,
    faults,
    random,
    pieceBytes: options.pieceBytes ?? 64 * 1024,
    onAcknowledge: ack => deliveries.acknowledge(ack),
  })
  const ackTimeout = options.ackTimeout ?? 3_000
  const webhooks = new Webhooks({ clock, timeout: ackTimeout, onAcknowledge: ack => deliveries.acknowledge(ack) })
  const deliveries: Deliveries = new Deliveries({
    clock,
    send: (event, frameId) => webhooks.send(event, frameId) ?? connections.sendEvent(event, frameId),
    ackTimeout,
    redelivery: options.redelivery ?? [5 * minutes, 60 * minutes, 360 * minutes],
    acceptForeignAcks: options.acceptForeignAcks ?? false,
  })
  const world = new World()
  for (const app of options.apps ?? [practiceApp]) world.addApp(createApp(app))
  return {
    clock,
    random,
    world,
    faults,
    connections,
    webhooks,
    deliveries,
    cards: new Cards(),
    tokens: new Tokens(),
    limits: new Limits({ ...platformLimits, ...options.limits }),
    journal: new Journal(),
    sent: new SentMessages(),
    callbacks: new CallbackTokens(),
    hooks: new Hooks(),
    consoleUrl: options.consoleUrl ?? 'https://open.feishu.cn',
    post: event => deliveries.post(event),
  }
}

export function createApp(options: AppOptions): App {
  return {
    appId: options.appId,
    appSecret: options.appSecret,
    name: options.name ?? 'Perch',
    botOpenId: options.botOpenId ?? newId.openId(),
    botUnionId: newId.unionId(),
    tenantKey: options.tenantKey ?? 'practicetenant01',
    scopes: new Set(options.scopes ?? defaultScopes),
    botEnabled: true,
    cardCallback: true,
    told: { application: {}, bot: {} },
  }
}
