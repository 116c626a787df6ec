import { describe, expect, test } from 'vitest'
import { Config } from '../../main/contract/config.ts'
import { registrationLink } from '../../main/lark/register-link.ts'
import { canScan, ownPlatform, placesToTry, scanServers } from '../../main/service/setup/places.ts'

const real = { feishu: 'https://accounts.feishu.cn', lark: 'https://accounts.larksuite.com' }
const own = 'https://im.example'
const accounts = 'https://accounts.im.example'
const configOf = (lark: object) => Config.parse({ channels: { lark } })
const asked = (lark: object, account = 'default', isPractice = false): string => {
  try {
    return scanServers(configOf(lark), account, isPractice, real).feishu
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
  }
}

describe('where a new pair is tried', () => {
  test.each([
    ['with both brands, as long as nobody said more', {}, ['feishu', 'lark']],
    ['with both, whatever the brand of the first account', { domain: 'lark' }, ['feishu', 'lark']],
    ['with the address of one’s own alone', { domain: own }, [own]],
  ])('%s', (_what, lark, places) => expect(placesToTry(configOf(lark))).toEqual(places))
})

describe('where a code comes from', () => {
  const named = { work: { appId: 'cli_a1b2c3d4e5f60718', domain: own } }
  test.each<[string, object, string, boolean, string]>([
    ['a brand', {}, 'default', false, real.feishu],
    ['a new account beside one of a brand', { domain: 'lark' }, 'bot2', false, real.feishu],
    ['a platform of one’s own', { domain: own, accountsUrl: `${accounts}/` }, 'default', false, accounts],
    ['a new account there', { domain: own, accountsUrl: accounts }, 'bot2', false, accounts],
    ['a named account there', { domain: own, accountsUrl: accounts, accounts: named }, 'work', false, accounts],
    ['a platform without such a server', { domain: own }, 'default', false, 'scan-unavailable'],
    ['a named account without such a server', { accounts: named }, 'work', false, 'scan-unavailable'],
    ['a new account beside it is on a brand', { domain: own }, 'bot2', false, real.feishu],
    ['practice', { domain: own }, 'default', true, 'scan-unavailable'],
    ['a new account of practice', { domain: own }, 'bot2', true, 'scan-unavailable'],
    ['practice, after its account was removed', {}, 'default', true, 'scan-unavailable'],
    ['practice with its own server', { domain: own, accountsUrl: accounts }, 'bot2', true, accounts],
  ])('%s', (_what, lark, account, isPractice, server) => {
    expect(asked(lark, account, isPractice)).toBe(server)
    expect(canScan(configOf(lark), account, isPractice)).toBe(server !== 'scan-unavailable')
    if (server === accounts) expect(ownPlatform(configOf(lark), account, isPractice)?.domain).toBe(own)
  })

  test('the longest one stays below what the desktop opens in a browser', () => {
    const longest = {
      name: '名'.repeat(50),
      description: 'An AI agent on my own computer',
      appId: 'cli_a1b2c3d4e5f60718',
    }
    const link =
      registrationLink(`https://open.larksuite.com/page/launcher?user_code=${'A'.repeat(100)}`, longest) ?? ''
    expect(link).not.toBe('')
    expect(link.length).toBeLessThan(1200)
  })
})
