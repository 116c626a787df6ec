import { describe, expect, test } from 'vitest'
import { consoleLink, grantLink } from '../../main/lark/console-links.ts'

const appId = 'cli_a1b2c3d4e5f60718'
const feishu = { domain: 'feishu', appId, consoleUrl: '' }

describe('the pages of the developer console', () => {
  test.each([
    ['feishu', '', 'https://open.feishu.cn'],
    ['lark', '', 'https://open.larksuite.com'],
    ['https://open.feishu.cn/', '', 'https://open.feishu.cn'],
    ['https://open.larksuite.com', '', 'https://open.larksuite.com'],
    ['https://feishu.example', 'https://console.example/', 'https://console.example'],
  ])('of %s', (domain, consoleUrl, base) => {
    const place = { domain, appId, consoleUrl }
    expect(consoleLink(place, 'apps')).toBe(`${base}/app`)
    expect(consoleLink(place, 'credentials')).toBe(`${base}/app/${appId}/baseinfo`)
    expect(consoleLink(place, 'callbacks')).toBe(`${base}/app/${appId}/event?tab=callback`)
    expect(grantLink(place, ['im:chat:readonly', 'im:resource'])).toBe(
      `${base}/app/${appId}/auth?q=im:chat:readonly,im:resource&op_from=openapi&token_type=tenant`,
    )
  })

  test('a platform of one’s own without a console has no links', () => {
    const place = { domain: 'https://feishu.example', appId, consoleUrl: '' }
    expect(consoleLink(place, 'versions')).toBeUndefined()
    expect(grantLink(place, ['im:resource'])).toBe('')
  })

  test('without an App ID there is only the list of apps', () => {
    expect(consoleLink({ ...feishu, appId: '' }, 'bot')).toBeUndefined()
    expect(consoleLink({ ...feishu, appId: '' }, 'apps')).toBe('https://open.feishu.cn/app')
  })

  test('nothing missing needs no link', () => {
    expect(grantLink(feishu, [])).toBe('')
  })
})
