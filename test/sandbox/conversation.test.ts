import { describe, expect, test } from 'vitest'
import { client, connect, sandbox, until } from './support.ts'

const streamingCard = JSON.stringify({
  schema: '2.0',
  config: { streaming_mode: true },
  body: { elements: [{ tag: 'markdown', element_id: 'answer', content: '' }] },
})

describe('a conversation through the real SDK', () => {
  test('a text reaches the bot, and its quoted reply and reaction are seen', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { events } = await connect(box)
    const said = await box.world.say({ person: ann.openId, text: 'hello' })
    await until('the event', () => events.length > 0)
    expect(events[0]).toMatchObject({
      event_id: said.eventId,
      sender: { sender_id: { open_id: ann.openId }, sender_type: 'user' },
      message: { message_id: said.messageId, chat_type: 'p2p', content: '{"text":"hello"}' },
    })
    const api = client(box)
    await api.im.v1.messageReaction.create({
      path: { message_id: said.messageId },
      data: { reaction_type: { emoji_type: 'Typing' } },
    })
    await api.im.v1.message.reply({
      path: { message_id: said.messageId },
      data: { msg_type: 'text', content: '{"text":"hi Ann"}' },
    })
    const [question, answer] = await box.world.look({ chat: said.chatId })
    expect(question).toMatchObject({
      text: 'hello',
      reactions: [{ emoji: 'Typing', by: [{ kind: 'bot', name: 'Perch' }] }],
    })
    expect(answer).toMatchObject({
      text: 'hi Ann',
      quoted: { messageId: said.messageId, text: 'hello' },
      sender: { kind: 'bot' },
    })
  })

  test('a card streams and ends', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const api = client(box)
    const created = await api.cardkit.v1.card.create({ data: { type: 'card_json', data: streamingCard } })
    const card_id = created.data?.card_id ?? ''
    const sent = await api.im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: {
        receive_id: ann.openId,
        msg_type: 'interactive',
        content: JSON.stringify({ type: 'card', data: { card_id } }),
      },
    })
    await api.cardkit.v1.cardElement.content({
      path: { card_id, element_id: 'answer' },
      data: { content: 'half', sequence: 1 },
    })
    const message = { messageId: sent.data?.message_id ?? '' }
    expect((await box.world.message(message)).card).toMatchObject({
      text: 'half',
      streaming: true,
      summary: '[Generating…]',
    })
    await api.cardkit.v1.cardElement.content({
      path: { card_id, element_id: 'answer' },
      data: { content: 'half and whole', sequence: 2 },
    })
    const settings = JSON.stringify({ config: { streaming_mode: false, summary: { content: 'whole' } } })
    await api.cardkit.v1.card.settings({ path: { card_id }, data: { settings, sequence: 3 } })
    expect((await box.world.message(message)).card).toMatchObject({
      text: 'half and whole',
      streaming: false,
      summary: 'whole',
      elements: { answer: 'half and whole' },
    })
  })

  test('a button press is answered with a toast and another card', async () => {
    const box = await sandbox()
    const ann = await box.world.createPerson({ name: 'Ann' })
    const pressed: unknown[] = []
    await connect(box, {
      'card.action.trigger': (event: unknown) => {
        pressed.push(event)
        return {
          toast: { type: 'success', content: 'Stopped' },
          card: { type: 'raw', data: { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'over' }] } } },
        }
      },
    })
    const card = {
      schema: '2.0',
      body: {
        elements: [
          {
            tag: 'button',
            text: { tag: 'plain_text', content: 'Stop' },
            behaviors: [{ type: 'callback', value: { do: 'stop' } }],
          },
        ],
      },
    }
    const sent = await client(box).im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: ann.openId, msg_type: 'interactive', content: JSON.stringify(card) },
    })
    const messageId = sent.data?.message_id ?? ''
    const answer = await box.world.press({ person: ann.openId, messageId, control: 'Stop' })
    expect(answer).toMatchObject({ kind: 'done', toast: { type: 'success', content: 'Stopped' }, cardReplaced: true })
    expect(pressed).toMatchObject([
      {
        operator: { open_id: ann.openId },
        action: { value: { do: 'stop' }, tag: 'button' },
        context: { open_message_id: messageId },
      },
    ])
    expect((await box.world.message({ messageId })).text).toBe('over')
  })
})
