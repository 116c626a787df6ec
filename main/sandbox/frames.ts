import protobuf from 'protobufjs/light.js'
import { z } from 'zod'

/** The frames of the long connection (package pbbp2), as the platform's clients know them. */
const schema = protobuf.Root.fromJSON({
  nested: {
    pbbp2: {
      nested: {
        Header: {
          fields: {
            key: { rule: 'required', type: 'string', id: 1 },
            value: { rule: 'required', type: 'string', id: 2 },
          },
        },
        Frame: {
          fields: {
            SeqID: { rule: 'required', type: 'uint64', id: 1 },
            LogID: { rule: 'required', type: 'uint64', id: 2 },
            service: { rule: 'required', type: 'int32', id: 3 },
            method: { rule: 'required', type: 'int32', id: 4 },
            headers: { rule: 'repeated', type: 'Header', id: 5 },
            payloadEncoding: { type: 'string', id: 6 },
            payloadType: { type: 'string', id: 7 },
            payload: { type: 'bytes', id: 8 },
            LogIDNew: { type: 'string', id: 9 },
          },
        },
      },
    },
  },
})
const frameType = schema.lookupType('pbbp2.Frame')

/** `method` of a frame: pings and pongs, or events and their answers. */
export const method = { control: 0, data: 1 } as const

const decoded = z.object({
  SeqID: z.number(),
  service: z.number(),
  method: z.number(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  payload: z.instanceof(Uint8Array).optional(),
})

export type Frame = {
  readonly sequenceId: number
  readonly service: number
  readonly method: number
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Uint8Array
}

export function encodeFrame(frame: Frame): Uint8Array {
  const headers = Object.entries(frame.headers).map(([key, value]) => ({ key, value }))
  const { service, payload } = frame
  return frameType
    .encode({ SeqID: frame.sequenceId, LogID: 0, service, method: frame.method, headers, payload })
    .finish()
}

/** What a client sent; `undefined` when the bytes are no frame. */
export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  const parsed = decoded.safeParse(read(bytes))
  if (!parsed.success) return undefined
  const { SeqID, headers, payload, ...rest } = parsed.data
  const byKey = Object.fromEntries(headers.map(({ key, value }) => [key, value]))
  return { ...rest, sequenceId: SeqID, headers: byKey, payload: payload ?? new Uint8Array() }
}

function read(bytes: Uint8Array): unknown {
  try {
    return frameType.toObject(frameType.decode(bytes), { longs: Number })
  } catch {
    // protobufjs throws for whatever is no frame; the caller closes the connection
    return undefined
  }
}

/** One event as the frames that carry it: `sum` pieces numbered from 0, all with the same message ID. */
export function eventFrames(event: {
  readonly payload: Uint8Array
  readonly frameId: string
  readonly service: number
  readonly at: number
  readonly pieceBytes: number
}): readonly Frame[] {
  const sum = Math.max(1, Math.ceil(event.payload.byteLength / event.pieceBytes))
  return Array.from({ length: sum }, (_, seq) => ({
    sequenceId: seq + 1,
    service: event.service,
    method: method.data,
    headers: {
      type: 'event',
      message_id: event.frameId,
      sum: String(sum),
      seq: String(seq),
      trace_id: event.frameId,
      timestamp: String(event.at),
    },
    payload: event.payload.subarray(seq * event.pieceBytes, (seq + 1) * event.pieceBytes),
  }))
}
