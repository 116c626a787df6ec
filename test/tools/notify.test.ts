import { describe, expect, test } from 'vitest'
import { notifyTool } from '../../main/tools/notify.ts'

const scene = { account: 'default', chatId: 'oc_1', senderId: 'ou_1', workspace: '/nowhere' }
const signal = new AbortController().signal

describe('the tool notify', () => {
  test('posts by name only: an address made up by the model goes nowhere', async () => {
    const sent: string[] = []
    const tool = notifyTool({
      names: () => ['ops'],
      send: (name, text) => {
        sent.push(`${name}: ${text}`)
        return Promise.resolve()
      },
    })
    expect(await tool.run({ notifier: 'ops', text: 'down' }, scene, signal)).toBe('Posted to ops.')
    const address = 'https://open.feishu.cn/open-apis/bot/v2/hook/x'
    expect(await tool.run({ notifier: address, text: 'secrets' }, scene, signal)).toMatch(/There are: ops/)
    expect(sent).toEqual(['ops: down'])
  })
})
