import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caller, nobody } from '../../main/chat/mentions.ts'
import { cardMarkdown } from '../../main/lark/render.ts'
import { stretchesOf } from '../../main/chat/prose.ts'

const members = [
  { openId: 'ou_ann', name: 'Ann' },
  { openId: 'ou_annlee', name: 'Ann Lee' },
  { openId: 'ou_zhang', name: '张三' },
  { openId: 'ou_zhangfeng', name: '张三丰' },
  { openId: 'ou_bob1', name: 'Bob' },
  { openId: 'ou_bob2', name: 'Bob' },
  { openId: 'ou_all', name: 'all' },
  { openId: 'ou_li', name: '李四' },
  { openId: 'ou_ouyang', name: '欧阳娜' },
  { openId: 'ou_tanaka', name: '田中' },
  { openId: 'ou_kana', name: 'たなか' },
  { openId: 'ou_kim', name: '김철' },
  { openId: 'ou_ivan', name: 'Иван' },
  { openId: 'ou_mo', name: 'محمد' },
]
const call = caller(members)
const at = (id: string) => `<at id=${id}></at>`

describe('an answer in a group', () => {
  test.each([
    ['@Ann please look', `${at('ou_ann')} please look`, ['ou_ann']],
    ['@Ann Lee, yours', `${at('ou_annlee')}, yours`, ['ou_annlee']],
    ['请@张三看一下', `请${at('ou_zhang')}看一下`, ['ou_zhang']],
    ['@张三@张三丰 一起', `${at('ou_zhang')}${at('ou_zhangfeng')} 一起`, ['ou_zhang', 'ou_zhangfeng']],
    ['@张三丰你好', `${at('ou_zhangfeng')}你好`, ['ou_zhangfeng']],
    ['@李四的报告，@李四请确认', `${at('ou_li')}的报告，${at('ou_li')}请确认`, ['ou_li']],
    ['@李四和@张三丰都来', `${at('ou_li')}和${at('ou_zhangfeng')}都来`, ['ou_li', 'ou_zhangfeng']],
    ['@李四、@张三', `${at('ou_li')}、${at('ou_zhang')}`, ['ou_li', 'ou_zhang']],
    ['@李四老师 收', `${at('ou_li')}老师 收`, ['ou_li']],
    ['@李四光是另一位，@李四 才是', `@李四光是另一位，${at('ou_li')} 才是`, ['ou_li']],
    ['@张三丰收到', `${at('ou_zhangfeng')}收到`, ['ou_zhangfeng']],
    ['@Ann请看', `${at('ou_ann')}请看`, ['ou_ann']],
    ['@たなかさん、@田中様', `${at('ou_kana')}さん、@田中様`, ['ou_kana']],
    ['@김철님', `${at('ou_kim')}님`, ['ou_kim']],
    ['@Иван, @محمد مرحبا', `${at('ou_ivan')}, ${at('ou_mo')} مرحبا`, ['ou_ivan', 'ou_mo']],
    ['Done, @Ann.', `Done, ${at('ou_ann')}.`, ['ou_ann']],
    ['- @Ann: one\n- @Ann: two', `- ${at('ou_ann')}: one\n- ${at('ou_ann')}: two`, ['ou_ann']],
    ['**@Ann**', `**${at('ou_ann')}**`, ['ou_ann']],
    ['<at id=ou_ann></at> hi', `${at('ou_ann')} hi`, ['ou_ann']],
    ['<at user_id="ou_ann">Ann</at> hi', `${at('ou_ann')} hi`, ['ou_ann']],
  ])('calls a member: %s', (text, becomes, mentions) => {
    expect(call(text)).toEqual({ text: becomes, mentions })
  })

  test.each([
    '@Anna is somebody else',
    '@ann in small letters',
    'write to bob@Ann.example or x@Ann',
    '@Ann.example.com',
    'https://chat.example/@Ann',
    '[@Ann](https://example.com)',
    '@Bob could be either',
    '@all @everyone @所有人 <at id=all></at> <at user_id="all"></at>',
    '<at id=ou_stranger></at> <at email=ann@example.com></at> <at ids=ou_ann,ou_zhang></at>',
    '`@Ann` and ``x ` @Ann``',
    '```\n@Ann\n```',
    '- list\n  ~~~text\n  @Ann <at id=ou_ann></at>\n  ~~~',
    'indented:\n\n    @Ann\n    @Ann',
    '```\nnever closed @Ann',
    '\\@Ann',
    'nobody here',
    '@李四光看一下',
    '@李四2 @李四A @李四B组',
    '@田中角栄さん',
    '@たなかじろう',
    '@김철수 씨',
    '@欧阳娜娜',
    '@Иванов and @محمدي',
  ])('leaves as text: %s', text => {
    expect(call(text)).toEqual({ text, mentions: [] })
  })

  test('calls twenty people at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ openId: `ou_${index}`, name: `P${index}` }))
    const { text, mentions } = caller(many)(many.map(({ name }) => `@${name}`).join(' '))
    expect(mentions).toHaveLength(20)
    expect(text).toContain('@P29')
  })

  test('calls nobody where nobody is known', () => {
    expect(caller([])('@Ann')).toEqual({ text: '@Ann', mentions: [] })
    expect(nobody('@Ann').mentions).toEqual([])
    expect(caller([{ openId: 'ou_x></at><at id=all', name: 'Ann' }])('@Ann').mentions).toEqual([])
  })
})

describe('whatever a model writes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '@Ann',
      '@Bob',
      '@张三',
      '@all',
      '<at id=',
      'ou_ann',
      'ou_stranger',
      '>',
      '</at>',
      '"',
      '`',
      '```\n',
      '\n',
      '    ',
      '\n\n',
    ),
    fc.constantFrom(
      '<at id=ou_stranger></at>',
      '<at id=all></at>',
      '<at user_id="ou_ann">',
      '<at id=ou_ann></at>',
      '@',
      '\\',
      '&lt;',
    ),
    fc.string({ maxLength: 4 }),
  )
  const text = fc.array(piece, { maxLength: 20 }).map(parts => parts.join(''))
  const ids = new Set(members.map(({ openId }) => openId))

  test('calls only members: no other tag is left in the card', () => {
    fc.assert(
      fc.property(text, written => {
        const called = call(written)
        expect(called.mentions.every(id => ids.has(id))).toBe(true)
        const card = cardMarkdown(called.text, new Set(called.mentions))
        for (const tag of card.match(/(?:<|&lt;?|&#0*60;?|&#x0*3c;?)\s*at\b[^<>]*>?/gi) ?? [])
          expect(called.mentions.map(at).join('')).toContain(tag)
        for (const openId of called.mentions) expect(called.text).toContain(at(openId))
      }),
    )
  })

  test('is told apart into words and code without losing a character', () => {
    fc.assert(
      fc.property(text, written => {
        expect(
          stretchesOf(written)
            .map(part => part.text)
            .join(''),
        ).toBe(written)
      }),
    )
  })

  test('changes nothing when what came out goes in again', () => {
    fc.assert(
      fc.property(text, written => {
        const { text: once } = call(written)
        const plain = /^[^`\n]*$/.test(written)
        if (plain) expect(call(once).text).toBe(once)
      }),
    )
  })
})
