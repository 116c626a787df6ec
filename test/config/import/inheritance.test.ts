import { describe, expect, test } from 'vitest'
import { accountConfig } from '../../../main/config/accounts.ts'
import { checkConfig } from '../../../main/config/check.ts'
import { editedText } from '../../../main/config/edits.ts'
import { planImport } from '../../../main/config/import/plan.ts'
import { readSource } from '../../../main/config/import/read.ts'
import { parseConfig, valueOf } from '../../../main/config/parse.ts'

const A = 'cli_aaaaaaaaaaaaaaa1'
const B = 'cli_bbbbbbbbbbbbbbb2'
const C = 'cli_ccccccccccccccc3'

/** Imports an OpenClaw file into a config.json, and says what counts for an account then. */
function imported(lark: object, channels: object) {
  const text = JSON.stringify({ channels: { lark } })
  const { config } = checkConfig(text)
  const { accounts, ...top } = config.channels.lark
  const present = [
    ...(top.appId === '' ? [] : [{ id: 'default', appId: top.appId }]),
    ...Object.entries(accounts).map(([id, { appId }]) => ({ id, appId })),
  ]
  const { root } = parseConfig(text)
  const target = { written: root ? valueOf(root) : {}, config, stored: () => 'none' as const }
  const source = readSource('a.json', JSON.stringify({ channels }))
  const input = { system: 'openclaw', source, name: 'a', folder: '/there', envName: '.env', env: new Map() } as const
  const { edits, report } = planImport(input, target, present)
  const after = checkConfig(editedText(text, edits)).config
  const of = (id: string) => {
    const { enabled, mode, dmPolicy, groupPolicy } = accountConfig(after, id)
    return { enabled, mode, dmPolicy, groupPolicy }
  }
  return { of, edits, notes: report.notes.map(({ en }) => en) }
}

const closed = { enabled: true, mode: 'websocket', dmPolicy: 'pairing', groupPolicy: 'allowlist' }

describe('what was chosen for one bot does not pass to another by an import', () => {
  test('a further bot does not take over the open doors of the one that is here', () => {
    const here = { appId: A, enabled: false, mode: 'webhook', dmPolicy: 'open', groupPolicy: 'open' }
    const { of, notes } = imported(here, { feishu: { appId: B } })
    expect(of('openclaw')).toEqual(closed)
    expect(of('default')).toEqual({ enabled: false, mode: 'webhook', dmPolicy: 'open', groupPolicy: 'open' })
    expect(notes).toContain(
      'channels.lark.accounts.openclaw has its own enabled, mode, dmPolicy, groupPolicy: the top level says otherwise, for another bot.',
    )
  })

  test('a bot that asks to pair stays so when the default bot of the same file is open, in any order', () => {
    const work = { appId: A, dmPolicy: 'pairing', groupPolicy: 'allowlist' }
    const main = { appId: B, dmPolicy: 'open', groupPolicy: 'open' }
    for (const accounts of [
      { work, main },
      { main, work },
    ]) {
      const { of } = imported({}, { feishu: { defaultAccount: 'main', accounts } })
      expect(of('default')).toEqual({ ...closed, dmPolicy: 'open', groupPolicy: 'open' })
      expect(of('work')).toEqual(closed)
    }
  })

  test('a second channel does not take over what the first one says', () => {
    const { of } = imported(
      {},
      { feishu: { appId: A, connectionMode: 'webhook', dmPolicy: 'open' }, lark: { appId: B } },
    )
    expect(of('openclaw-lark')).toEqual(closed)
  })

  test('an account that is here already stays as it is when a bot comes to the top level', () => {
    const here = { accounts: { work: { appId: A }, odd: { appId: C, dmPolicy: 'disabled' } } }
    const { of } = imported(here, { feishu: { appId: B, dmPolicy: 'open', enabled: false } })
    expect(of('default')).toEqual({ ...closed, dmPolicy: 'open', enabled: false })
    expect(of('work')).toEqual(closed)
    expect(of('odd')).toEqual({ ...closed, dmPolicy: 'disabled' })
  })

  test('the accounts of a channel take what its top says, without a word of their own where that is enough', () => {
    const accounts = { default: { appId: A }, work: { appId: B } }
    const { of, edits, notes } = imported({}, { feishu: { dmPolicy: 'open', accounts } })
    expect(of('default').dmPolicy).toBe('open')
    expect(of('work').dmPolicy).toBe('open')
    expect(edits.filter(({ path }) => path.at(-1) === 'dmPolicy')).toHaveLength(1)
    expect(notes.filter(note => note.includes('top level'))).toEqual([])
  })

  test('a bot that comes to an open top level without a word of its own is told of', () => {
    const { notes } = imported({ dmPolicy: 'open' }, { feishu: { appId: A } })
    expect(notes).toContain('dmPolicy of the top level, which is set here already, counts for the new bot: "open".')
  })

  test('a second import of the same file changes nothing', () => {
    const here = { appId: A, dmPolicy: 'open', accounts: { openclaw: { appId: B, dmPolicy: 'pairing' } } }
    expect(imported(here, { feishu: { appId: B } }).edits).toEqual([])
  })
})
