import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EventDispatcher, LoggerLevel, adaptDefault } from '@larksuiteoapi/node-sdk'
import { afterEach, describe, expect, test } from 'vitest'
import { call, sandbox, silent, until } from './support.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach(close => close()))

/** The SDK's own webhook receiver, which checks signatures and decrypts. */
async function receiver(encryptKey: string, events: unknown[]): Promise<string> {
  const dispatcher = new EventDispatcher({
    encryptKey,
    verificationToken: 'v',
    logger: silent,
    loggerLevel: LoggerLevel.fatal,
  }).register({
    'im.message.receive_v1': event => void events.push(event),
    'card.action.trigger': () => ({ toast: { type: 'info', content: 'by HTTP' } }),
  })
  const handle = adaptDefault('/hook', dispatcher, { autoChallenge: true })
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  // a server that listens on TCP has this address type
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

describe('events by webhook', () => {
  test.each([{ encryptKey: '' }, { encryptKey: 'a key' }])(
    'reach the SDK with encrypt key "$encryptKey"',
    async ({ encryptKey }) => {
      const box = await sandbox()
      const events: unknown[] = []
      const url = await receiver(encryptKey, events)
      expect(await box.world.setWebhook({ url, encryptKey, verificationToken: 'v' })).toEqual({ verified: true })
      const ann = await box.world.createPerson({ name: 'Ann' })
      const { eventId, messageId } = await box.world.say({ person: ann.openId, text: '你好' })
      await until(
        'the acknowledgement',
        async () => (await box.world.deliveries({ eventId }))[0]?.state === 'acknowledged',
      )
      expect(events).toMatchObject([
        { token: 'v', event_id: eventId, message: { message_id: messageId, content: '{"text":"你好"}' } },
      ])
    },
  )

  test('answer card callbacks in the response', async () => {
    const box = await sandbox()
    await box.world.setWebhook({ url: await receiver('k', []), encryptKey: 'k', verificationToken: 'v' })
    const ann = await box.world.createPerson({ name: 'Ann' })
    const card = {
      schema: '2.0',
      body: {
        elements: [
          { tag: 'button', text: { tag: 'plain_text', content: 'Go' }, behaviors: [{ type: 'callback', value: 1 }] },
        ],
      },
    }
    const body = { receive_id: ann.openId, msg_type: 'interactive', content: JSON.stringify(card) }
    const sent = await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', body)
    const { message_id: messageId } = sent.body['data'] as { message_id: string }
    expect(await box.world.press({ person: ann.openId, messageId, control: 'Go' })).toMatchObject({
      kind: 'done',
      toast: { content: 'by HTTP' },
    })
  })

  test('an address that does not give the challenge back is not used', async () => {
    const box = await sandbox()
    expect(await box.world.setWebhook({ url: `${box.url}/nothing` })).toEqual({ verified: false })
    const ann = await box.world.createPerson({ name: 'Ann' })
    const { eventId } = await box.world.say({ person: ann.openId, text: 'x' })
    expect(await box.world.deliveries({ eventId })).toMatchObject([{ attempts: [{ outcome: 'no-connection' }] }])
  })
})
