import { describe, expect, test } from 'vitest'
import { AppError, fromWire } from '../../main/contract/errors.ts'

describe('a hint that names a path', () => {
  test.each([
    ['lark-secret-missing', 'nokey', 'perch secret set channels.lark.accounts.nokey.appSecret'],
    ['lark-secret-missing', 'default', 'perch secret set channels.lark.appSecret'],
    ['lark-bad-secret', 'nokey', 'perch secret set channels.lark.accounts.nokey.appSecret'],
    ['lark-wrong-domain', 'nokey', 'channels.lark.accounts.nokey.domain'],
    ['secrets-damaged', 'nokey', 'perch secret set channels.lark.accounts.NAME.appSecret'],
    ['model-key-missing', 'nokey', 'perch secret set llm.apiKey'],
  ] as const)('%s of %s: %s', (code, account, words) => {
    const error = new AppError(code, 'why', { account })
    for (const told of [error, fromWire(error.toWire())]) {
      expect(told.hint('en')).toContain(words)
      expect(told.hint('zh')).toContain(words)
    }
    expect(error.toWire().hint).toContain(words)
  })

  test('speaks of the account at the top level where nobody says whose trouble it is', () => {
    expect(new AppError('lark-secret-missing', 'why').hint()).toContain('set channels.lark.appSecret')
    expect(new AppError('lark-secret-missing', 'why').toWire()).not.toHaveProperty('account')
  })
})
