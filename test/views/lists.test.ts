import { describe, expect, test } from 'vitest'
import { Config } from '../../main/contract/config.ts'
import { accountConfig } from '../../main/config/accounts.ts'
import { conversationViews, type ConversationRows } from '../../main/views/conversations.ts'
import { groupViews } from '../../main/views/groups.ts'
import { rawText } from '../../main/views/raw-text.ts'

describe('conversations', () => {
  const rows: ConversationRows = {
    sessions: [
      { session: 'default:oc_team:omt_1', lastAt: 4, messages: 2 },
      { session: 'default:oc_dm', lastAt: 3, messages: 8 },
      { session: 'default:oc_lost', lastAt: 2, messages: 1 },
      { session: 'default:oc_crowd', lastAt: 1, messages: 1 },
    ],
    chats: [
      { account: 'default', chatId: 'oc_team', chatType: 'group', name: 'The team' },
      { account: 'default', chatId: 'oc_dm', chatType: 'p2p', name: '' },
      { account: 'other', chatId: 'oc_lost', chatType: 'group', name: 'Elsewhere' },
    ],
    people: [
      { account: 'default', openId: 'ou_ann', name: 'Ann', chats: ['oc_dm', 'oc_crowd'] },
      { account: 'default', openId: 'ou_bob', name: '', chats: ['oc_crowd'] },
    ],
    mentioning: new Set(),
  }

  test('are called by their person or group, or by their chat', () => {
    const views = conversationViews(rows, { limit: 50 })
    expect(views.map(({ title, chatType, threadId }) => [title, chatType, threadId])).toEqual([
      ['The team', 'group', 'omt_1'],
      ['Ann', 'p2p', undefined],
      ['oc_lost', 'p2p', undefined],
      ['oc_crowd', 'group', undefined],
    ])
  })

  test.each([
    { query: { limit: 2 }, sessions: ['default:oc_team:omt_1', 'default:oc_dm'] },
    { query: { before: 3, limit: 1 }, sessions: ['default:oc_lost'] },
    { query: { search: 'TEAM', limit: 9 }, sessions: ['default:oc_team:omt_1'] },
    { query: { search: 'milk', limit: 9 }, sessions: ['default:oc_lost'] },
    { query: { search: 'nobody', limit: 9 }, sessions: [] },
  ])('with $query are $sessions', ({ query, sessions }) => {
    const mentioning = new Set(query.search === 'milk' ? ['default:oc_lost'] : [])
    const views = conversationViews({ ...rows, mentioning }, query)
    expect(views.map(({ session }) => session)).toEqual(sessions)
  })
})

describe('groups', () => {
  const config = Config.parse({
    channels: {
      lark: {
        groupAllowFrom: ['oc_listed', 'ou_ann'],
        groups: { oc_ruled: { enabled: false, requireMention: false, systemPrompt: 'Be brief.' } },
        accounts: { second: { groupPolicy: 'open' } },
      },
    },
  })
  const accounts = ['default', 'second'].map(id => ({ id, config: accountConfig(config, id) }))
  const seen = { chatType: 'group', name: 'Team', lastSeen: 9 } as const
  const chats = [
    { ...seen, account: 'default', chatId: 'oc_seen' },
    { ...seen, account: 'second', chatId: 'oc_seen', lastSeen: 5 },
    { ...seen, account: 'default', chatId: 'oc_dm', chatType: 'p2p' as const },
  ]
  const counts = [{ account: 'default', chatId: 'oc_seen', people: 3, messages: 7 }]

  test('are those that wrote and those with rules, each with what holds there', () => {
    const views = groupViews({ accounts, chats, counts })
    expect(views.map(({ account, chatId, admitted }) => [account, chatId, admitted])).toEqual([
      ['default', 'oc_seen', false],
      ['second', 'oc_seen', true],
      ['default', 'oc_ruled', false],
      ['default', 'oc_listed', true],
    ])
    expect(views[0]).toMatchObject({ name: 'Team', people: 3, messages: 7, lastSeen: 9, requireMention: true })
    expect(views[2]).toMatchObject({ enabled: false, requireMention: false, systemPrompt: 'Be brief.', people: 0 })
  })

  test('of one account are only its own', () => {
    expect(groupViews({ accounts, chats, counts }, 'second').map(({ account }) => account)).toEqual(['second'])
  })
})

describe('the words of a stored event', () => {
  const rawOf = (message_type: string, content: string) =>
    JSON.stringify({ sender: {}, message: { message_type, content } })

  test.each([
    { raw: rawOf('text', '{"text":"你好"}'), text: '你好' },
    { raw: rawOf('image', '{"image_key":"img_1"}'), text: '[image]' },
    { raw: rawOf('text', 'torn'), text: '[text]' },
    { raw: '{}', text: '' },
    { raw: 'torn', text: '' },
  ])('$raw are "$text"', ({ raw, text }) => {
    expect(rawText(raw)).toBe(text)
  })
})
