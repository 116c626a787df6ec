import fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorFacts } from '../../../renderer/screens/log/error-facts.ts'

test('an error is told by its code or name, its message, and its causes; the stacks are whole', () => {
  const inner = { name: 'Error', code: 'ECONNREFUSED', message: 'refused', stack: 'Error: refused\n    at b' }
  const outer = { name: 'AppError', code: 'internal', message: 'Broke.', stack: 'AppError: Broke.\n    at a' }
  expect(
    errorFacts({ ...outer, cause: { ...inner, cause: 'a string', errors: [{ name: 'X', message: 'y' }] } }),
  ).toEqual({
    chain: [
      { kind: 'internal', message: 'Broke.' },
      { kind: 'Error ECONNREFUSED', message: 'refused' },
      { kind: '', message: 'a string' },
      { kind: 'X', message: 'y' },
    ],
    stack: 'AppError: Broke.\n    at a\n\nError: refused\n    at b',
  })
})

test.each([['text'], [5], [null], [undefined], [[]], [{ code: 'internal' }]])('%j is no error', value =>
  expect(errorFacts(value)).toBeUndefined(),
)

test('whatever a line holds is read without a throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => void errorFacts({ name: 'E', message: 'm', cause: value, errors: value })),
  )
})
