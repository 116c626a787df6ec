import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageOf, sentenceFor, type Detail } from '../../main/agent/failure-words.ts'
import { judge } from '../../main/chat/gate.ts'
import { Config, type AccountConfig } from '../../main/contract/config.ts'
import type { ErrorCode } from '../../main/contract/errors.ts'
import { reasonTable } from '../../main/contract/reason-words.ts'
import { reasonWords } from '../../main/contract/reasons.ts'
import { knownEvents } from '../../main/lark/event-types.ts'
import { unreachable } from '../../main/lark/failures.ts'

const isChinese = (text: string | undefined): boolean => /\p{Script=Han}/u.test(text ?? '')
const base = Config.parse({}).channels.lark

describe('the reason of a fate', () => {
  test('is said in both languages, whatever the gate decides', () => {
    const policy = fc.record({
      dmPolicy: fc.constantFrom('open', 'allowlist', 'pairing', 'disabled'),
      groupPolicy: fc.constantFrom('open', 'allowlist', 'disabled'),
      groups: fc.constantFrom<AccountConfig['groups']>(
        {},
        { oc_1: { enabled: false, requireMention: true, systemPrompt: '', allowFrom: [] } },
      ),
    })
    const asking = fc.record({
      senderId: fc.constant('ou_1'),
      senderType: fc.constantFrom('user', 'app'),
      senderTenant: fc.constantFrom('home', 'other'),
      botTenant: fc.constant('home'),
      chatType: fc.constantFrom('p2p', 'group'),
      chatId: fc.constant('oc_1'),
      mentionsBot: fc.boolean(),
      fromSelf: fc.boolean(),
    })
    fc.assert(
      fc.property(policy, asking, fc.boolean(), fc.boolean(), (rules, who, denied, paused) => {
        const verdict = judge(who, { account: { ...base, ...rules }, denied, paused })
        if (!verdict.admit) expect(isChinese(reasonWords(verdict.reason)?.zh)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test.each(Object.values(knownEvents).filter(reason => reason !== undefined))('knows the event: %s', reason => {
    expect(isChinese(reasonWords(reason)?.zh)).toBe(true)
  })

  test.each(['stops', 'sessions', 'conclusion', 'admission', 'pipeline', 'people', 'progress', 'answer', 'pairing'])(
    'knows every sentence that chat/%s.ts gives as one',
    name => {
      const source = readFileSync(join(import.meta.dirname, '..', '..', 'main', 'chat', `${name}.ts`), 'utf8')
      const said = source
        .split('\n')
        .filter(line => /reason|settle|\.note\(|[dD]rop\(|'cancelled'|They could not/.test(line))
        .flatMap(line => [...line.matchAll(/['`]([A-Z][^'`\n]* [^'`\n]*\.)['`]/g)].map(match => match[1] ?? ''))
        .map(text => text.replaceAll(/\$\{[^}]*\}/g, 'something'))
      for (const reason of said) expect(reasonWords(reason), reason).toBeDefined()
    },
  )

  test('follows what a model provider did, where it was asked and what it said', () => {
    const codes: readonly ErrorCode[] = [
      'model-key-missing',
      'model-key-refused',
      'model-no-credit',
      'model-unknown',
      'model-unreachable',
      'model-proxy',
      'model-certificate',
      'model-region',
      'model-rate-limited',
      'model-no-tools',
      'model-context-too-long',
      'model-failed',
    ]
    const details: readonly Detail[] = ['declined', 'overloaded', 'nonsense', 'broke-off', 'no-api']
    const asked = { provider: 'OpenRouter', name: 'vendor/model-1', keyed: true, redact: (text: string) => text }
    const word = fc.stringMatching(/^[\w.:]{0,30}$/)
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.option(fc.constantFrom(...details), { nil: undefined }),
        word,
        word,
        (code, detail, where, said) => {
          const words = messageOf(sentenceFor(code, asked, detail), where, said)
          expect(reasonWords(words.en)).toEqual(words)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('follows a platform that could not be reached', () => {
    const { says } = unreachable('Sending a message', 'ECONNRESET')
    expect(says && reasonWords(says.en)).toEqual(says)
  })

  test('stays as it was stored where it is nobody’s sentence of ours', () => {
    expect(reasonWords('The provider wrote something else')).toBeUndefined()
    expect(reasonWords('')).toBeUndefined()
    fc.assert(fc.property(fc.string(), text => void reasonWords(text)))
  })

  test('names each hole of its English again in its Chinese', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()
    for (const { en, zh } of reasonTable) expect(holes(zh)).toEqual(holes(en))
  })
})
