import { assert, integer, property, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame, eventFrames } from '../../main/sandbox/frames.ts'

test('the pieces of an event join to the event, and each fits', () => {
  assert(
    property(uint8Array({ maxLength: 3_000 }), integer({ min: 1, max: 500 }), (payload, pieceBytes) => {
      const frames = eventFrames({ payload, frameId: 'f', service: 7, at: 1, pieceBytes })
      const received = frames.map(frame => decodeFrame(encodeFrame(frame)))
      const pieces = received.map(frame => frame?.payload ?? new Uint8Array())
      expect(Buffer.concat(pieces).equals(Buffer.from(payload))).toBe(true)
      expect(pieces.every(piece => piece.byteLength <= pieceBytes)).toBe(true)
      expect(received.map(frame => frame?.headers['seq'])).toEqual(frames.map((_, seq) => String(seq)))
      expect(new Set(received.map(frame => frame?.headers['sum']))).toEqual(new Set([String(frames.length)]))
    }),
  )
})

test('bytes that are no frame are told apart, whatever they are', () => {
  assert(property(uint8Array({ maxLength: 64 }), bytes => void decodeFrame(bytes)))
  expect(decodeFrame(Buffer.from('garbage'))).toBeUndefined()
})
