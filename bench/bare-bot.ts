import { setTimeout as sleep } from 'node:timers/promises'
import * as lark from '@larksuiteoapi/node-sdk'

/** The least a bot can be: the official SDK, the model, one text reply. Nothing stored, nothing checked, nothing streamed. */
const {
  BENCH_DOMAIN: domain = '',
  BENCH_APP_ID: appId = '',
  BENCH_APP_SECRET: appSecret = '',
  BENCH_MODEL: model = '',
} = process.env
const options = { appId, appSecret, domain, loggerLevel: lark.LoggerLevel.fatal }
const client = new lark.Client(options)

async function ask(text: string): Promise<string> {
  const body = JSON.stringify({ model: 'echo', stream: true, messages: [{ role: 'user', content: text }] })
  const response = await fetch(`${model}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const lines = (await response.text()).split('\n').filter(line => line.startsWith('data: {'))
  return lines.map(line => JSON.parse(line.slice(6)).choices[0].delta.content ?? '').join('')
}

async function answer(messageId: string, content: string): Promise<void> {
  const text = await ask(JSON.parse(content).text)
  const data = { content: JSON.stringify({ text }), msg_type: 'text' }
  for (let attempt = 0; attempt < 20; attempt++) {
    const outcome = await client.im.v1.message
      .reply({ path: { message_id: messageId }, data })
      .catch(() => ({ code: -1 }))
    if (outcome.code === 0) return
    await sleep(500)
  }
}

const dispatcher = new lark.EventDispatcher({}).register({
  'im.message.receive_v1': data => void answer(data.message.message_id, data.message.content),
})
await new lark.WSClient({ ...options, onReady: () => process.stdout.write('[ws] ws client ready\n') }).start({
  eventDispatcher: dispatcher,
})
