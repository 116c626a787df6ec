import { describe, expect, test } from 'vitest'
import {
  connectEdits,
  ownerEdits,
  pauseEdits,
  refuseTwin,
  removeEdits,
  renameEdits,
  secretNamesOf,
} from '../../main/config/account-edits.ts'
import { checkConfig } from '../../main/config/check.ts'
import { editedText } from '../../main/config/edits.ts'
import type { Edit } from '../../main/config/text-edit.ts'
import type { Config } from '../../main/contract/config.ts'

const APP = 'cli_a1b2c3d4e5f60718'
const OTHER = 'cli_00000000000000ff'
const ANN = 'ou_ann00000000000000000000000000000'
const BOB = 'ou_bob00000000000000000000000000000'

function apply(text: string, plan: (config: Config) => readonly Edit[]) {
  const after = editedText(text, plan(checkConfig(text).config))
  const { config, problems } = checkConfig(after)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  return { after, lark: config.channels.lark }
}

const FILE = `{
  // my bots
  "channels": {
    "lark": {
      "appId": "${APP}", // the office
      "appSecretEnv": "OFFICE_SECRET",
      "ownerIds": ["${ANN}"],
      "allowFrom": ["${ANN}", "*"],
      "groupAllowFrom": ["oc_team", "${BOB}"],
      "groups": { "oc_team": { "systemPrompt": "be brief", "allowFrom": ["${BOB}"] } },
      "dmPolicy": "allowlist", // strict
      "accounts": {
        "work": { "appId": "${OTHER}", "domain": "lark" }, // the other one
        "off": { "appId": "cli_00000000000000aa", "enabled": false }
      }
    }
  }
}
`

describe('connecting a bot', () => {
  test('writes an empty file as one would by hand', () => {
    const { after } = apply('{}\n', config =>
      connectEdits(config, { id: 'default', appId: APP, domain: 'feishu', owner: ANN }),
    )
    expect(JSON.parse(after)).toEqual({
      channels: { lark: { appId: APP, domain: 'feishu', ownerIds: [ANN], allowFrom: [ANN], groupAllowFrom: [ANN] } },
    })
  })

  test('adds a named account beside the others, comments stay', () => {
    const { after, lark } = apply(FILE, config =>
      connectEdits(config, { id: 'home', appId: 'cli_00000000000000bb', domain: 'feishu', name: 'Home' }),
    )
    expect(lark.accounts['home']).toMatchObject({ appId: 'cli_00000000000000bb', name: 'Home', ownerIds: [] })
    expect(Object.keys(lark.accounts)).toEqual(['work', 'off', 'home'])
    for (const comment of ['// my bots', '// the office', '// strict', '// the other one'])
      expect(after).toContain(comment)
  })

  test('again with the same bot keeps its people, and its secret comes from the store from now on', () => {
    const { lark } = apply(FILE, config => connectEdits(config, { id: 'default', appId: APP, domain: 'feishu' }))
    expect(lark).toMatchObject({ appSecretEnv: '', ownerIds: [ANN], allowFrom: [ANN, '*'] })
  })

  test('in the place of another bot drops its Open IDs, which mean nobody for the new one, and keeps the rules of chats', () => {
    const { lark } = apply(FILE, config =>
      connectEdits(config, { id: 'default', appId: 'cli_00000000000000bb', domain: 'lark', owner: BOB }),
    )
    expect(lark).toMatchObject({ appId: 'cli_00000000000000bb', domain: 'lark', dmPolicy: 'allowlist' })
    expect([lark.ownerIds, lark.allowFrom, lark.groupAllowFrom]).toEqual([[BOB], ['*', BOB], ['oc_team', BOB]])
    expect(lark.groups['oc_team']).toMatchObject({ systemPrompt: 'be brief', allowFrom: [] })
  })

  test('of an account that is switched off switches it on', () => {
    const { lark } = apply(FILE, config =>
      connectEdits(config, { id: 'off', appId: 'cli_00000000000000aa', domain: 'feishu' }),
    )
    expect(lark.accounts['off']?.enabled).toBe(true)
  })

  test('the same App ID elsewhere is refused by the name of that account', () => {
    const accounts = [
      { id: 'default', appId: APP },
      { id: 'work', appId: OTHER },
    ]
    expect(() => refuseTwin(accounts, { id: 'home', appId: OTHER.toUpperCase() })).toThrow(/"work" already serves/)
    expect(() => refuseTwin(accounts, { id: 'work', appId: OTHER })).not.toThrow()
  })
})

describe('removing a bot', () => {
  test('a named one goes whole', () => {
    const { after, lark } = apply(FILE, () => removeEdits('work'))
    expect(Object.keys(lark.accounts)).toEqual(['off'])
    expect(after).not.toContain(OTHER)
  })

  test('of the top level goes what belongs to its bot; what the others follow stays', () => {
    const { after, lark } = apply(FILE, () => removeEdits('default'))
    expect(lark).toMatchObject({ appId: '', ownerIds: [], allowFrom: [], groups: {}, dmPolicy: 'allowlist' })
    expect(Object.keys(lark.accounts)).toEqual(['work', 'off'])
    for (const gone of [APP, ANN, BOB, 'OFFICE_SECRET']) expect(after).not.toContain(gone)
    expect(after).toContain('// strict')
  })

  test('of the top level the own platform stays, so that setup finds it again', () => {
    const place = {
      domain: 'https://lark.example.com',
      consoleUrl: 'https://console.example.com',
      accountsUrl: 'https://accounts.example.com',
    }
    const text = JSON.stringify({ channels: { lark: { appId: APP, ...place } } })
    expect(apply(text, () => removeEdits('default')).lark).toMatchObject({ appId: '', ...place })
  })

  test('its secrets are these', () => {
    expect(secretNamesOf('default')).toEqual([
      'channels.lark.appSecret',
      'channels.lark.encryptKey',
      'channels.lark.verificationToken',
    ])
    expect(secretNamesOf('work')[0]).toBe('channels.lark.accounts.work.appSecret')
  })
})

describe('pausing a bot', () => {
  test('a named one alone', () => {
    const { lark } = apply(FILE, config => pauseEdits(config, 'work', true))
    expect([lark.enabled, lark.accounts['work']?.enabled]).toEqual([true, false])
  })

  test('the one at the top level alone: those who follow it keep what counted for them', () => {
    const paused = apply(FILE, config => pauseEdits(config, 'default', true))
    expect([paused.lark.enabled, paused.lark.accounts['work']?.enabled]).toEqual([false, true])
    expect(paused.lark.accounts['off']?.enabled).toBe(false)
    const again = apply(paused.after, config => pauseEdits(config, 'default', false))
    expect([again.lark.enabled, again.lark.accounts['work']?.enabled]).toEqual([true, true])
  })
})

test('a name is set, and taken away by an empty one', () => {
  const named = apply(FILE, () => renameEdits('work', 'Büro 办公'))
  expect(named.lark.accounts['work']?.name).toBe('Büro 办公')
  expect(apply(named.after, () => renameEdits('work', '')).after).toBe(FILE)
})

test('a new owner is on every list once', () => {
  const { lark } = apply(FILE, () => [...ownerEdits('default', BOB), ...ownerEdits('default', BOB)])
  expect([lark.ownerIds, lark.allowFrom, lark.groupAllowFrom]).toEqual([
    [ANN, BOB],
    [ANN, '*', BOB],
    ['oc_team', BOB],
  ])
})
