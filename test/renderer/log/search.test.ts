import { describe, expect, test } from 'vitest'
import { MOST_LIKE, type LogLike } from '../../../main/contract/log-like.ts'
import type { PersonView } from '../../../main/contract/state.ts'
import type { GroupView } from '../../../main/contract/views.ts'
import { namesOf } from '../../../renderer/screens/log/names.ts'
import { alsoFound } from '../../../renderer/screens/log/search.ts'
import { fateWords } from '../../../renderer/words/fates.ts'
import { logWords } from '../../../renderer/words/log.ts'
import { createTranslator, speak, type ScreenLanguage } from '../../../renderer/words/translator.ts'

const translator = createTranslator()
const speech = (language: ScreenLanguage) => ({
  say: speak(translator, logWords, language),
  sayFate: speak(translator, fateWords, language),
  language,
})
const person = (openId: string, name: string): PersonView => ({
  account: 'default',
  openId,
  name,
  standing: 'allowed',
  chats: [],
  firstSeen: 0,
  lastSeen: 0,
  messages: 1,
})
const weekly: GroupView = {
  account: 'default',
  chatId: 'oc_1',
  name: '产品周会',
  admitted: true,
  enabled: true,
  requireMention: true,
  systemPrompt: '',
  allowFrom: [],
  people: 9,
  messages: 3,
  lastSeen: 0,
}
const names = namesOf([person('ou_1', 'Tom Okafor'), person('ou_2', '王磊'), person('ou_3', '')], [weekly])
const tom = { account: 'default', senderId: 'ou_1' }

describe('a text of the search finds rows also by', () => {
  const rows: [string, ScreenLanguage, readonly LogLike[]][] = [
    ['tom oka', 'en', [tom]],
    ['王磊', 'en', [{ account: 'default', senderId: 'ou_2' }]],
    ['周会', 'zh-CN', [{ account: 'default', chatId: 'oc_1' }]],
    ['answering tom', 'en', [{ ...tom, fate: 'running' }]],
    ['正在回复 Tom', 'zh-CN', [{ ...tom, fate: 'running' }]],
    ['waits for your allow', 'en', [{ fate: 'pending-pairing' }]],
    ['未能连接', 'zh-CN', [{ message: 'could not connect' }, { message: 'connecting failed inside Perch' }]],
    ['未能连接', 'en', []],
    ['ou_1', 'en', []],
  ]
  test.each(rows)('%s in %s', (text, language, expected) => {
    const found = alsoFound(text, names, speech(language))
    expect(found).toHaveLength(expected.length)
    expect(found).toEqual(expect.arrayContaining([...expected]))
  })

  test('no more than the service takes', () => {
    const many = Array.from({ length: 500 }, (_, index) => person(`ou_${index}`, `Tom ${index}`))
    expect(alsoFound('Tom', namesOf(many, []), speech('en'))).toHaveLength(MOST_LIKE)
  })
})
