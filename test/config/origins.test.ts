import { describe, expect, test } from 'vitest'
import { fixedBy, originOf } from '../../main/config/origins.ts'
import { Config } from '../../main/contract/config.ts'

type Row = {
  readonly when: string
  readonly lark?: object
  readonly env?: Readonly<Record<string, string>>
  readonly stored?: readonly { name: string; host: string; at: number }[]
  readonly becomes: object
}

const kept = { name: 'channels.lark.appSecret', host: 'open.feishu.cn', at: 7 }

const rows: readonly Row[] = [
  { when: 'nothing is there', becomes: { from: 'nowhere', host: 'open.feishu.cn' } },
  {
    when: 'it is stored',
    stored: [kept],
    becomes: { from: 'store', host: 'open.feishu.cn', boundTo: 'open.feishu.cn', at: 7 },
  },
  {
    when: 'the platform changed after it was stored',
    lark: { domain: 'lark' },
    stored: [kept],
    becomes: { from: 'store', host: 'open.larksuite.com', boundTo: 'open.feishu.cn', at: 7 },
  },
  {
    when: 'a well-known variable holds one, whatever is stored',
    env: { FEISHU_APP_SECRET: 's' },
    stored: [kept],
    becomes: { from: 'environment', source: 'FEISHU_APP_SECRET', host: 'open.feishu.cn' },
  },
  {
    when: 'the configuration names a variable that is not set',
    lark: { appSecretEnv: 'MINE' },
    stored: [kept],
    becomes: { from: 'nowhere', source: 'MINE', host: 'open.feishu.cn' },
  },
  {
    when: 'the configuration names a file',
    lark: { appSecretFile: '~/secret' },
    stored: [kept],
    becomes: { from: 'file', source: '~/secret', host: 'open.feishu.cn' },
  },
]

describe('where a secret comes from', () => {
  test.each(rows)('$when', ({ lark = {}, env = {}, stored = [], becomes }) => {
    const config = Config.parse({ channels: { lark } })
    expect(originOf({ config, env, stored })('channels.lark.appSecret')).toEqual(becomes)
  })

  test('never holds the secret itself', () => {
    const env = { LARK_APP_SECRET: 'very-secret' }
    const origin = originOf({ config: Config.parse({}), env, stored: [] })('channels.lark.appSecret')
    expect(JSON.stringify(origin)).not.toContain('very-secret')
  })
})

describe('what decides over the file', () => {
  test('is named by its variable or its option', () => {
    const source = fixedBy({ env: { LARK_APP_ID: 'cli_a1b2c3d4e5f60718' }, flags: { port: 0 } })
    expect(source('channels.lark.appId')).toBe('LARK_APP_ID')
    expect(source('server.port')).toBe('--port')
    expect(source('server.host')).toBeUndefined()
  })
})
