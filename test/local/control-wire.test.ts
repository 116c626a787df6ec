import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRequest, parseResponse } from '../../main/local/control-wire.ts'

describe('a line from a client', () => {
  test.each([
    { line: '{"id":1,"call":"status.get"}', becomes: { id: 1, call: 'status.get', input: undefined } },
    { line: '{"id":1,"call":"a","input":[1]}', becomes: { id: 1, call: 'a', input: [1] } },
    { line: '{"id":2,"watch":true}', becomes: { id: 2, watch: true } },
    { line: '{"cancel":2}', becomes: { cancel: 2 } },
    { line: '{"id":1.5,"call":"a"}', becomes: undefined },
    { line: '{"id":"1","call":"a"}', becomes: undefined },
    { line: '{"id":1,"call":5}', becomes: undefined },
    { line: '[1]', becomes: undefined },
    { line: 'null', becomes: undefined },
    { line: '{', becomes: undefined },
  ])('$line', ({ line, becomes }) => {
    expect(parseRequest(line)).toEqual(becomes)
  })

  test('of any kind never makes the reader throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), line => void [parseRequest(line), parseResponse(line)]))
  })
})
