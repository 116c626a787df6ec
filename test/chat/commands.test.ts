import { describe, expect, test } from 'vitest'
import { asPairingCode, pairingCode, stableId } from '../../main/base/ids.ts'
import { commandOf, commands } from '../../main/chat/commands.ts'

describe('what counts as a command', () => {
  test.each([
    ['/help', 'help'],
    [' /NEW ', 'new'],
    ['/stop', 'stop'],
    ['stop', 'stop'],
    ['Stop', 'stop'],
    ['停', 'stop'],
    ['停止', 'stop'],
    ['/status', 'status'],
    ['/whoami', 'whoami'],
    ['stop using axios', undefined],
    ['请停止使用 axios', undefined],
    ['/etc/hosts', undefined],
    ['/unknown', undefined],
    ['/new please', undefined],
    ['/pair 7K2M-QX9D', 'pair'],
    ['/pair', undefined],
    ['help', undefined],
    ['', undefined],
  ])('%j → %s', (text, name) => expect(commandOf(text)?.command.name).toBe(name))

  test('every command is in the help, in both languages', () => {
    for (const command of commands)
      expect(command.help).toEqual({ en: expect.stringMatching(/\S/), zh: expect.stringMatching(/\p{Script=Han}/u) })
  })
})

describe('a pairing code', () => {
  test('is read whatever way it is typed', () => {
    for (let round = 0; round < 200; round++) {
      const code = pairingCode()
      expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
      expect(asPairingCode(` ${code.toLowerCase().replace('-', ' ')} `)).toBe(code)
    }
    expect(asPairingCode('O1IL-2222')).toBe('0111-2222')
  })

  test.each(['', 'ou_abc', 'ABCD', 'ABCD-EFGU', 'ABCD-EFGHJ'])('%j is none', typed =>
    expect(asPairingCode(typed)).toBeUndefined(),
  )
})

test('the same parts give the same ID, and no two lists share one', () => {
  expect(stableId('a', 'b')).toBe(stableId('a', 'b'))
  expect(stableId('a', 'b')).not.toBe(stableId('ab'))
  expect(stableId('a', 'b')).toMatch(/^[0-9a-f]{32}$/)
})
