import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FateView, PersonView } from '../../../main/contract/state.ts'
import type { LogRow } from '../../../main/contract/views.ts'
import { namesOf, newcomerIn } from '../../../renderer/screens/log/names.ts'
import { sentenceOf } from '../../../renderer/screens/log/sentence.ts'
import { withoutCall } from '../../../renderer/ui/without-call.ts'
import { lineIn } from '../../../renderer/words/log-lines.ts'
import { logWords } from '../../../renderer/words/log.ts'
import { createTranslator, speak } from '../../../renderer/words/translator.ts'

const named = (name: string): PersonView => ({
  account: 'default',
  openId: 'ou_1',
  name,
  standing: 'allowed',
  chats: [],
  firstSeen: 0,
  lastSeen: 0,
  messages: 1,
})
const line = (change: Partial<LogRow>): LogRow => ({
  seq: 1,
  at: 0,
  level: 'info',
  message: 'could not connect',
  fields: {},
  ...change,
})
const zh = speak(createTranslator(), logWords, 'zh-CN')

describe('a row of the log', () => {
  test.each(['员工492号', '林一 Owner', 'Tom', '$&'])('keeps the name %s as its owner writes it', name => {
    const row = line({ fate: 'answered', account: 'default', senderId: 'ou_1' })
    expect(sentenceOf(row, namesOf([named(name)], []), zh, 'zh-CN')).toContain(name)
  })

  test('a line of Perch’s own is read in the reader’s language, an unknown one as it was written', () => {
    const names = namesOf([], [])
    expect(sentenceOf(line({}), names, zh, 'zh-CN')).toBe('未能连接')
    expect(sentenceOf(line({}), names, zh, 'en')).toBe('Could not connect')
    expect(sentenceOf(line({ message: 'something else' }), names, zh, 'zh-CN')).toBe('Something else')
  })

  test('the connection’s own lines are still written as the table knows them', () => {
    const root = join(import.meta.dirname, '../../../main')
    const files = [
      'lark/supervisor.ts',
      'models/catalog.ts',
      ...readdirSync(join(root, 'chat')).map(name => `chat/${name}`),
    ]
    const source = files.map(name => readFileSync(join(root, name), 'utf8')).join('\n')
    const written = [...source.matchAll(/log\.(?:info|warn|error)\('([^']+)'/g)].map(found => found[1] ?? '')
    expect(written.length).toBeGreaterThan(10)
    expect(written.filter(message => lineIn(message, 'zh-CN') === message)).toEqual([])
  })
})

test('the people are read again for somebody without a name, and for nobody else', () => {
  const fate = (at: number, senderId?: string): FateView => ({
    at,
    account: 'default',
    kind: 'message',
    eventId: `e${at}`,
    fate: 'answered',
    reason: '',
    ...(senderId !== undefined && { senderId }),
  })
  const names = namesOf([named('Tom')], [])
  expect(newcomerIn([fate(1, 'ou_2'), fate(2, 'ou_1'), fate(3)], names)).toBe(1)
  expect(newcomerIn([fate(2, 'ou_1')], names)).toBe(0)
})

test.each([
  ['POST /open-apis/auth/v3/tenant_access_token/internal: no answer (ECONNREFUSED).', 'No answer (ECONNREFUSED).'],
  ['POST /open-apis/auth/v3/x：没有应答（ECONNREFUSED）。', '没有应答（ECONNREFUSED）。'],
  ['The connection was dead: no answer to a ping.', 'The connection was dead: no answer to a ping.'],
])('a person reads what went wrong, not which call: %s', (reason, said) => expect(withoutCall(reason)).toBe(said))
