import { describe, expect, test } from 'vitest'
import type { FateView } from '../../../main/contract/state.ts'
import { createSandbox } from '../../../main/sandbox/sandbox.ts'
import { buttonsOf, cardMarkdown, fileSize } from '../../../renderer/screens/practice/card-text.ts'
import { afterText, journeyOf } from '../../../renderer/screens/practice/journey.ts'
import { happenedOf, storyOf } from '../../../renderer/screens/practice/story.ts'
import { Chats, Messages, People, Said, WorldChat, WorldPerson } from '../../../renderer/screens/practice/world.ts'

test('the screen understands what the real pretend Feishu answers', async () => {
  const sandbox = await createSandbox({
    apps: [{ appId: 'cli_00112233445566aa', appSecret: 's'.repeat(32), name: 'Perch' }],
  })
  try {
    const { world } = sandbox
    const ann = WorldPerson.parse(await world.createPerson({ name: 'Ann' }))
    const group = WorldChat.parse(await world.createGroup({ name: 'Team', members: [ann.openId] }))
    const said = Said.parse(await world.say({ person: ann.openId, chat: group.chatId, text: 'Hi', mentionBot: true }))
    const file = { name: 'a.txt', base64: btoa('hello') }
    await world.say({ person: ann.openId, chat: group.chatId, file, replyTo: said.messageId, thread: true })
    await world.react({ person: ann.openId, messageId: said.messageId, emoji: 'THUMBSUP' })
    expect(People.parse(await world.people({}))).toContainEqual(ann)
    expect(Chats.parse(await world.chats({ person: ann.openId }))).toContainEqual(group)
    expect(Messages.parse(await world.look({ chat: group.chatId }))).toMatchObject([
      { text: '@Perch Hi', sender: { kind: 'person', name: 'Ann' }, reactions: [{ emoji: 'THUMBSUP' }] },
      { file: { name: 'a.txt', bytes: 5 }, quoted: { text: '@Perch Hi' } },
    ])
  } finally {
    await sandbox.close()
  }
})

describe('a card as text', () => {
  test('colour tags, fillers and the lines of buttons are no words', () => {
    const controls = [{ tag: 'button', text: 'Allow' }]
    expect(cardMarkdown("<font color='grey'>Steps</font>\n\u200b\nMay I?\n[Allow]", { controls })).toBe(
      'Steps\n\nMay I?',
    )
  })

  test('a button is pressed by its place among all controls', () => {
    const controls = [
      { tag: 'input', text: '' },
      { tag: 'button', text: 'Go' },
      { tag: 'button', text: '', disabled: true },
    ]
    expect(buttonsOf({ controls })).toEqual([
      { index: 1, text: 'Go', isDisabled: false },
      { index: 2, text: '#3', isDisabled: true },
    ])
  })

  test.each([
    [5, '5 B'],
    [1200, '1.2 kB'],
    [84_000, '84 kB'],
    [2_500_000, '2.5 MB'],
  ])('%d bytes are %s', (bytes, expected) => expect(fileSize(bytes)).toBe(expected))
})

describe('the story', () => {
  const seen = {
    answered: 0,
    isHeld: false,
    botTexts: [],
    openIds: ['ou_1'],
    isSomebodyAllowed: false,
    isLogSeen: false,
  }
  const marks = (change: Partial<Parameters<typeof happenedOf>[0]>) =>
    storyOf(happenedOf({ ...seen, ...change }))
      .map(({ state }) => ({ done: 'x', now: '>', ahead: '.' })[state])
      .join('')

  test.each([
    ['nothing happened', {}, '>....'],
    ['a stranger wrote', { isHeld: true }, 'x>...'],
    ['they were told their ID', { isHeld: true, botTexts: ['Your Open ID: ou_1'] }, 'xx>..'],
    ['they were allowed', { isSomebodyAllowed: true }, 'xxx>.'],
    ['they were answered', { isSomebodyAllowed: true, answered: 1 }, 'xxxx>'],
    ['the log was looked at first', { isLogSeen: true }, '>...x'],
  ])('%s', (_name, change, expected) => expect(marks(change)).toBe(expected))
})

describe('the way of a message in practice', () => {
  const fate = (name: FateView['fate'], at: number): FateView => ({
    at,
    account: 'default',
    kind: 'message',
    eventId: 'e',
    messageId: 'om_1',
    fate: name,
    reason: '',
  })
  const source = { chatType: 'p2p', sentAt: 1000, event: undefined, steps: [] } as const

  test('each station says how long after the message it was reached', () => {
    const fates = [fate('queued', 1012), fate('running', 1020), fate('answered', 3400)]
    const way = journeyOf({ ...source, fates })
    expect(way.map(({ name, state, after }) => [name, state, after])).toEqual([
      ['arrived', 'done', 0],
      ['stored', 'done', undefined],
      ['allowed', 'done', 12],
      ['agent', 'done', 20],
      ['reply', 'done', 2400],
    ])
  })

  test('what is not reached has no time', () => {
    const way = journeyOf({ ...source, fates: [fate('pending-pairing', 1009)] })
    expect(way.map(({ after }) => after)).toEqual([0, undefined, 9, undefined, undefined])
  })

  test.each([
    [5, '+5 ms'],
    [1240, '+1.2 s'],
  ])('%d reads %s', (milliseconds, expected) => expect(afterText(milliseconds)).toBe(expected))
})
