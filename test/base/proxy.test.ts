import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { proxyFor } from '../../main/base/proxy.ts'

const office = {
  HTTPS_PROXY: 'http://proxy.office:8080',
  HTTP_PROXY: 'proxy.office:3128',
  NO_PROXY: 'intra.office, .lan,10.0.0.1:8443',
}

type Row = { address: string; setting?: string; env?: Record<string, string>; through: string }
const rows: Row[] = [
  { address: 'https://open.feishu.cn/x', through: 'http://proxy.office:8080' },
  { address: 'wss://msg.feishu.cn/ws', through: 'http://proxy.office:8080' },
  { address: 'http://example.com', through: 'http://proxy.office:3128' },
  { address: 'ws://example.com', through: 'http://proxy.office:3128' },
  { address: 'https://intra.office', through: '' },
  { address: 'https://git.intra.office', through: '' },
  { address: 'https://notintra.office', through: 'http://proxy.office:8080' },
  { address: 'https://nas.lan', through: '' },
  { address: 'https://10.0.0.1:8443', through: '' },
  { address: 'https://10.0.0.1', through: 'http://proxy.office:8080' },
  { address: 'https://127.0.0.1:9000', through: '' },
  { address: 'http://localhost:9000', through: '' },
  { address: 'http://[::1]:9000', through: '' },
  { address: 'https://example.com', setting: 'none', through: '' },
  { address: 'https://example.com', setting: 'socks5://s:1080', through: 'socks5://s:1080' },
  { address: 'https://127.0.0.1', setting: 'socks5://s:1080', through: '' },
  { address: 'https://nas.lan', setting: 'socks5://s:1080', through: '' },
  { address: 'https://example.com', env: { NO_PROXY: '*', HTTPS_PROXY: 'http://p' }, through: '' },
  { address: 'https://example.com', env: { all_proxy: 'http://all:1' }, through: 'http://all:1' },
  {
    address: 'https://example.com',
    env: { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' },
    through: 'http://low:1',
  },
  { address: 'https://example.com', env: {}, through: '' },
  { address: 'not an address', through: '' },
]

describe('the proxy for an address', () => {
  test.each(rows)('$address with $setting: "$through"', ({ address, setting = 'system', env = office, through }) => {
    expect(proxyFor(address, setting, env)).toBe(through)
  })

  test('no environment, however odd, makes it throw', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), fc.string(), (address, proxy, none) => {
        expect(typeof proxyFor(address, 'system', { HTTPS_PROXY: proxy, NO_PROXY: none })).toBe('string')
      }),
    )
  })
})
