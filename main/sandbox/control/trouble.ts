import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { PlatformEvent } from '../deliveries.ts'
import { encodeFrame } from '../frames.ts'
import { newId } from '../identifiers.ts'
import type { Platform } from '../platform.ts'
import type { NetworkState } from '../network.ts'
import { appOf } from './lookup.ts'
import { operation } from './operation.ts'

const times = z.number().int().positive().default(1)
const ofApp = z.object({ app: z.string().optional() })

const endpointFault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), code: z.number(), message: z.string().optional() }),
  z.object({ kind: z.literal('no-data'), code: z.number().optional() }),
  z.object({ kind: z.literal('garbage') }),
  z.object({ kind: z.literal('status'), status: z.number() }),
  z.object({ kind: z.literal('hang') }),
])

const routeFault = z.object({
  route: z.string().min(1),
  status: z.number().optional(),
  code: z.number().optional(),
  message: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  delay: z.number().optional(),
  drop: z.enum(['before', 'after']).optional(),
  hang: z.boolean().optional(),
  times,
})

/** Everything that can go wrong between an app and the platform. */
export const troubleOperations = (platform: Platform, network: (state: NetworkState) => void) => ({
  /** Cuts the app's connections without a farewell. */
  cutConnections: operation(ofApp, ({ app }) => ({ connections: platform.connections.cut(app) })),
  closeConnections: operation(ofApp.extend({ code: z.number().default(1001) }), ({ app, code }) => ({
    connections: platform.connections.close(code, app),
  })),
  /** Half-open: the sockets stay, nothing is read or answered. */
  freezeConnections: operation(ofApp, ({ app }) => ({ connections: platform.connections.freeze(true, app) })),
  thawConnections: operation(ofApp, ({ app }) => ({ connections: platform.connections.freeze(false, app) })),
  failHandshake: operation(z.object({ how: z.enum(['refuse', 'cut', 'hang']), times }), input =>
    platform.faults.addHandshake(input.how, input.times),
  ),
  failEndpoint: operation(z.object({ fault: endpointFault, times }), ({ fault, times: count }) =>
    platform.faults.addEndpoint(fault, count),
  ),
  failRoute: operation(routeFault, ({ times: count, ...fault }) => platform.faults.addRoute(fault, count)),
  setLatency: operation(z.object({ milliseconds: z.number().min(0) }), ({ milliseconds }) => {
    platform.faults.latency = milliseconds
  }),
  /** `down` resets every connection, `silent` swallows everything, `up` ends both. The control side stays reachable. */
  setNetwork: operation(z.object({ state: z.enum(['up', 'down', 'silent']) }), ({ state }) => network(state)),
  clearFaults: operation(z.object({}), () => {
    platform.faults.clear()
    platform.connections.freeze(false)
    network('up')
  }),
  setClientConfig: operation(
    z
      .object({
        PingInterval: z.number(),
        ReconnectCount: z.number(),
        ReconnectInterval: z.number(),
        ReconnectNonce: z.number(),
      })
      .partial(),
    given => {
      const before = platform.connections.config
      platform.connections.config = {
        PingInterval: given.PingInterval ?? before.PingInterval,
        ReconnectCount: given.ReconnectCount ?? before.ReconnectCount,
        ReconnectInterval: given.ReconnectInterval ?? before.ReconnectInterval,
        ReconnectNonce: given.ReconnectNonce ?? before.ReconnectNonce,
      }
    },
  ),
  /** Any bytes, to every connection of the app. */
  sendBytes: operation(ofApp.extend({ base64: z.base64() }), ({ app, base64 }) => ({
    connections: platform.connections.sendBytes(Buffer.from(base64, 'base64'), app),
  })),
  /** A well-formed frame with any headers and payload: wrong types, lost fragments, bad JSON. */
  sendFrame: operation(
    ofApp.extend({
      method: z.number().default(1),
      headers: z.record(z.string(), z.string()),
      payload: z.string().default(''),
    }),
    ({ app, payload, ...frame }) => ({
      connections: platform.connections.sendBytes(
        encodeFrame({ ...frame, sequenceId: 1, service: 33554678, payload: Buffer.from(payload) }),
        app,
      ),
    }),
  ),
  /** Delivers an event once more, as it was or under a new event ID; or any event of one's own. */
  deliver: operation(
    z.object({
      eventId: z.string().optional(),
      newEventId: z.boolean().default(false),
      app: z.string().optional(),
      type: z.string().optional(),
      event: z.record(z.string(), z.unknown()).optional(),
    }),
    input => {
      const event = eventToDeliver(platform, input)
      platform.post(event)
      return { eventId: event.eventId }
    },
  ),
  /** Delivers at once whatever waits for its next try. */
  redeliverNow: operation(z.object({}), () => ({ events: platform.deliveries.redeliverNow() })),
  /** Moves time forward: tokens expire, streams close, redeliveries fall due. */
  advanceClock: operation(z.object({ milliseconds: z.number().min(0) }), ({ milliseconds }) => {
    platform.clock.advance(milliseconds)
    return { now: platform.clock.now() }
  }),
})

function eventToDeliver(
  platform: Platform,
  input: {
    eventId?: string | undefined
    newEventId: boolean
    app?: string | undefined
    type?: string | undefined
    event?: Record<string, unknown> | undefined
  },
): PlatformEvent {
  const app = appOf(platform, input.app)
  if (input.eventId !== undefined) {
    const known = platform.deliveries.find(input.eventId)
    if (!known) throw new AppError('not-found', `No such event: ${input.eventId}`)
    return input.newEventId ? renamed(known.event) : known.event
  }
  if (input.type === undefined) throw new AppError('bad-request', 'Name an eventId, or a type and an event')
  const eventId = newId.eventId()
  const header = {
    event_id: eventId,
    token: '',
    create_time: String(platform.clock.now()),
    event_type: input.type,
    tenant_key: app.tenantKey,
    app_id: app.appId,
  }
  return { eventId, appId: app.appId, type: input.type, body: { schema: '2.0', header, event: input.event ?? {} } }
}

function renamed(event: PlatformEvent): PlatformEvent {
  const eventId = newId.eventId()
  const header = event.body['header']
  return {
    ...event,
    eventId,
    body: { ...event.body, header: { ...(typeof header === 'object' ? header : {}), event_id: eventId } },
  }
}
