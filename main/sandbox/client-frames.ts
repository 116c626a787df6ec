import { z } from 'zod'
import type { Acknowledgement } from './deliveries.ts'
import type { Frame } from './frames.ts'
import { parseJson } from './json.ts'

/** What every pong carries, in seconds; all four are required. */
export type ClientConfig = {
  readonly PingInterval: number
  readonly ReconnectCount: number
  readonly ReconnectInterval: number
  readonly ReconnectNonce: number
}

/** The answer to a ping; its settings overwrite those of the client. */
export const pong = (ping: Frame, config: ClientConfig): Frame => ({
  ...ping,
  headers: { type: 'pong' },
  payload: Buffer.from(JSON.stringify(config)),
})

const ackPayload = z.object({ code: z.number(), data: z.string().optional() })

/** A client's answer to an event; `undefined` when it makes no sense, which counts as no answer. */
export function readAcknowledgement(frame: Frame, connectionId: string): Acknowledgement | undefined {
  const frameId = frame.headers['message_id']
  const parsed = ackPayload.safeParse(parseJson(Buffer.from(frame.payload).toString('utf8')))
  if (frameId === undefined || !parsed.success) return undefined
  return { frameId, connectionId, code: parsed.data.code, data: parsed.data.data }
}

/** The same values in any order: pieces of an event may overtake each other. */
export function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  return values
    .map(value => ({ value, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value)
}
