import { describe, expect, test } from 'vitest'
import { importText } from '../../../main/cli/import.ts'
import { planImport } from '../../../main/config/import/plan.ts'
import { readSource } from '../../../main/config/import/read.ts'
import { checkConfig } from '../../../main/config/check.ts'
import type { ImportSystem } from '../../../main/contract/importing.ts'

const A = 'cli_aaaaaaaaaaaaaaa1'
const ANN = 'ou_0123456789abcdef0123456789abcdef'

function imported(system: ImportSystem, root: object) {
  const source = readSource('a.json', JSON.stringify(root))
  const input = { system, source, name: 'a', folder: undefined, envName: '.env', env: new Map() }
  const target = { written: {}, config: checkConfig('{}').config, stored: () => 'none' as const }
  const { report } = planImport(input, target, [])
  const row = (key: string) => report.rows.find(one => one.key === key)
  return { report, row, notes: report.notes.map(({ en }) => en) }
}

describe('what is lost on the way is said', () => {
  test('entries that are left out, also where everybody is let in, and those that are no texts', () => {
    const { row } = imported('nanobot', { channels: { feishu: { appId: A, allowFrom: [ANN, '*', 'bob', 5, {}] } } })
    expect(row('channels.feishu.allowFrom')).toMatchObject({
      outcome: 'changed',
      warning: true,
      why: { en: expect.stringContaining('is left out') },
    })
    const odd = imported('openclaw', { channels: { feishu: { appId: A, allowFrom: { a: 1 } } } })
    expect(odd.row('channels.feishu.allowFrom')?.outcome).toBe('ignored')
  })

  test('an App ID that is a variable without a value', () => {
    const { row } = imported('openclaw', { channels: { feishu: { appId: '${MY_APP_ID}', appSecret: '${MY_SECRET}' } } })
    expect(row('channels.feishu.appId')?.why.en).toContain('a variable whose value is not given')
    expect(row('channels.feishu.appSecret')?.why.en).toBe('belongs to an account without an App ID')
  })

  test('two keys of the source that say different things of one', () => {
    const { row } = imported('openclaw', { channels: { feishu: { appId: A, botName: 'a', name: 'b' } } })
    expect(row('channels.feishu.name')?.why.en).toBe('another key of this file says otherwise, and counts')
  })

  test('files that OpenClaw would read too, at any level', () => {
    const channels = { feishu: { appId: A, accounts: { $include: './more.json' } }, $include: ['./a.json', './b.json'] }
    const { row, notes } = imported('openclaw', { $include: './base.json', channels })
    for (const key of ['$include', 'channels.$include', 'channels.feishu.accounts.$include'])
      expect(row(key)?.why.en).toBe('names further files, which are not read: import each of them, too')
    expect(notes.filter(note => note.includes('$include'))).toHaveLength(1)
  })

  test('a file of which nothing can be used is not said to be here already', () => {
    const { report } = imported('openclaw', { gateway: { mode: 'local' }, channels: { feishu: { enabled: true } } })
    expect(importText({ system: 'openclaw', format: 'json', source: 'a', ...report, applied: false })).toContain(
      'Nothing of it could be taken over.',
    )
  })
})
