import { describe, expect, test } from 'vitest'
import { allowEdits, denyEdits } from '../../main/config/access.ts'
import { accountConfig, accountsOf, baseUrlOf, hostOf, type AppIdFiles } from '../../main/config/accounts.ts'
import { checkConfig } from '../../main/config/check.ts'
import { editAll } from '../../main/config/text-edit.ts'

const APP = 'cli_a1b2c3d4e5f60718'
const configOf = (lark: object) => checkConfig(JSON.stringify({ channels: { lark } })).config
const accounts = (lark: object, files: AppIdFiles = new Map()) => accountsOf(configOf(lark), files)

describe('the accounts of a configuration', () => {
  test('the top level is one only when it has an App ID', () => {
    expect(accounts({ name: 'x' })).toEqual([])
    expect(accounts({ appId: APP }).map(({ id }) => id)).toEqual(['default'])
    expect(accounts({ accounts: { work: {} } }).map(({ id }) => id)).toEqual(['work'])
    expect(accounts({ appId: APP, accounts: { work: { appId: APP } } }).map(({ id }) => id)).toEqual([
      'default',
      'work',
    ])
  })

  test('a named one inherits behaviour and nothing of identity', () => {
    const lark = {
      appId: APP,
      appSecretEnv: 'S',
      appSecretFile: 'f',
      name: 'top',
      domain: 'lark',
      ownerIds: ['ou_1'],
      allowFrom: ['ou_1'],
      groupAllowFrom: ['ou_1'],
      groups: { oc_1: {} },
      quota: { limit: 5 },
      enabled: false,
      mode: 'webhook',
      webhookPath: '/hooks/',
      dmPolicy: 'open',
      groupPolicy: 'disabled',
      accounts: { work: {} },
    }
    expect(accountConfig(configOf(lark), 'work')).toEqual({
      ...accountConfig(configOf({}), 'default'),
      enabled: false,
      mode: 'webhook',
      webhookPath: '/hooks/work',
      dmPolicy: 'open',
      groupPolicy: 'disabled',
    })
  })

  test('a named one may say otherwise', () => {
    const own = { enabled: true, mode: 'websocket', webhookPath: '/w', dmPolicy: 'disabled', groupPolicy: 'open' }
    const top = { enabled: false, mode: 'webhook', dmPolicy: 'open', accounts: { work: own } }
    expect(accountConfig(configOf(top), 'work')).toMatchObject(own)
  })

  test('each has its address, host and the name of its secret', () => {
    const list = accounts({
      appId: APP,
      accounts: { work: { appId: APP, domain: 'lark' }, own: { appId: APP, domain: 'http://127.0.0.1:4000/' } },
    })
    expect(list.map(({ id, baseUrl, host, secretName }) => [id, baseUrl, host, secretName])).toEqual([
      ['default', 'https://open.feishu.cn', 'open.feishu.cn', 'channels.lark.appSecret'],
      ['work', 'https://open.larksuite.com', 'open.larksuite.com', 'channels.lark.accounts.work.appSecret'],
      ['own', 'http://127.0.0.1:4000', '127.0.0.1:4000', 'channels.lark.accounts.own.appSecret'],
    ])
  })

  const problems: [string, object, AppIdFiles, string | undefined][] = [
    ['a good App ID', { appId: APP }, new Map(), undefined],
    ['blanks around it', { appId: ` ${APP}\n` }, new Map(), undefined],
    ['another kind of ID', { appId: 'ou_1' }, new Map(), '"ou_1" is no App ID: cli_ and 16 hexadecimal characters'],
    ['none', {}, new Map(), 'it has no App ID'],
    ['one from a file', { appIdFile: 'f' }, new Map([['work', { appId: APP }]]), undefined],
    [
      'a file that is gone',
      { appIdFile: 'f' },
      new Map([['work', { problem: "f can't be read (ENOENT)" }]]),
      "f can't be read (ENOENT)",
    ],
  ]
  test.each(problems)('%s', (_what, work, files, problem) => {
    expect(accounts({ accounts: { work } }, files)[0]?.appIdProblem).toBe(problem)
  })

  test('addresses lose their last slash, and what is no URL has no host', () => {
    expect(baseUrlOf('https://open.example.com/')).toBe('https://open.example.com')
    expect(hostOf('https://Open.Example.com:8443/x')).toBe('open.example.com:8443')
    expect(hostOf('https://Open.Example.com:443/x')).toBe('open.example.com')
    expect(hostOf('nonsense')).toBe('')
  })
})

describe('allowing and denying', () => {
  const lark = {
    ownerIds: ['ou_boss'],
    allowFrom: ['ou_a', 'ou_b'],
    groupAllowFrom: ['ou_a', 'oc_1', 'oc_2'],
    groups: { oc_1: { enabled: false, allowFrom: ['ou_a', 'ou_c'] }, oc_2: { systemPrompt: 's' } },
    accounts: { work: { allowFrom: ['ou_a'] } },
  }
  const after = (change: 'allow' | 'deny', account: string, id: string) => {
    const text = JSON.stringify({ channels: { lark } })
    const edits = (change === 'allow' ? allowEdits : denyEdits)(checkConfig(text).config, account, id)
    return (JSON.parse(editAll(text, edits)) as { channels: { lark: typeof lark } }).channels.lark
  }

  const rows: ['allow' | 'deny', string, string, object][] = [
    [
      'allow',
      'default',
      'ou_new',
      { allowFrom: ['ou_a', 'ou_b', 'ou_new'], groupAllowFrom: ['ou_a', 'oc_1', 'oc_2', 'ou_new'] },
    ],
    ['allow', 'default', 'ou_b', { groupAllowFrom: ['ou_a', 'oc_1', 'oc_2', 'ou_b'] }],
    ['allow', 'default', 'oc_new', { groupAllowFrom: ['ou_a', 'oc_1', 'oc_2', 'oc_new'] }],
    ['allow', 'default', 'oc_1', { groups: { ...lark.groups, oc_1: { enabled: true, allowFrom: ['ou_a', 'ou_c'] } } }],
    ['allow', 'work', 'ou_x', { accounts: { work: { allowFrom: ['ou_a', 'ou_x'], groupAllowFrom: ['ou_x'] } } }],
    [
      'deny',
      'default',
      'ou_a',
      {
        allowFrom: ['ou_b'],
        groupAllowFrom: ['oc_1', 'oc_2'],
        groups: { ...lark.groups, oc_1: { enabled: false, allowFrom: ['ou_c'] } },
      },
    ],
    ['deny', 'default', 'ou_nobody', {}],
    [
      'deny',
      'default',
      'oc_2',
      { groupAllowFrom: ['ou_a', 'oc_1'], groups: { ...lark.groups, oc_2: { systemPrompt: 's', enabled: false } } },
    ],
    ['deny', 'default', 'oc_new', { groups: { ...lark.groups, oc_new: { enabled: false } } }],
    ['deny', 'work', 'ou_a', { accounts: { work: { allowFrom: [] } } }],
  ]
  test.each(rows)('%s in %s: %s', (change, account, id, becomes) => {
    expect(after(change, account, id)).toEqual({ ...lark, ...becomes })
  })

  const refused: ['allow' | 'deny', string, string, string, string][] = [
    [
      'deny',
      'default',
      'ou_boss',
      'bad-request',
      'ou_boss is an owner and always allowed; take it out of channels.lark.ownerIds first.',
    ],
    ['allow', 'home', 'ou_a', 'not-found', 'There is no account "home".'],
    ['allow', 'toString', 'ou_a', 'not-found', 'There is no account "toString".'],
    ['allow', 'default', 'ann', 'bad-request', '"ann" is no Open ID (ou_…) and no chat ID (oc_…).'],
    ['deny', 'default', '*', 'bad-request', '"*" is no Open ID (ou_…) and no chat ID (oc_…).'],
  ]
  test.each(refused)('%s in %s: %s is refused', (change, account, id, code, message) => {
    expect(() => after(change, account, id)).toThrow(expect.objectContaining({ code, message }))
  })
})
