import { describe, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import { ModelPlace } from '../../../main/contract/models.ts'
import { isUnanswered, placeOf, type Draft } from '../../../renderer/screens/setup/model-draft.ts'

const draft: Draft = { provider: 'openai', apiBase: '', model: 'm', variable: '' }

describe('whom to ask with which key', () => {
  test.each([
    { what: 'what is stored', variable: '', key: undefined, expected: {} },
    { what: 'the variable', variable: 'MY_KEY', key: undefined, expected: { variable: 'MY_KEY' } },
    { what: 'a typed key over the variable', variable: 'MY_KEY', key: 'sk', expected: { key: 'sk' } },
  ])('$what', ({ variable, key, expected }) => {
    const place = placeOf({ ...draft, variable }, key)
    expect(place).toEqual({ provider: 'openai', apiBase: '', ...expected })
    expect(ModelPlace.parse(place)).toEqual(place)
  })
})

test.each([
  { code: 'not-running', unanswered: true },
  { code: 'cancelled', unanswered: true },
  { code: 'store-full', unanswered: false },
  { code: 'secret-store-unavailable', unanswered: false },
] as const)('after $code it is not known what became of the call: $unanswered', ({ code, unanswered }) => {
  expect(isUnanswered(new AppError(code, ''))).toBe(unanswered)
})
