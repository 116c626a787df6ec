import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isBroken, readConfigFile, withoutSecrets, writeConfigFile } from '../../main/config/file.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perch-config-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('reading the file', () => {
  test('one that is not there is empty, and not broken', async () => {
    const parsed = await readConfigFile(join(dir, 'none'))
    expect([parsed.text, isBroken(parsed)]).toEqual(['', false])
  })

  test('one that is far too large is not read', async () => {
    await writeFile(join(dir, 'large'), '{}')
    await truncate(join(dir, 'large'), 50_000_000_000)
    expect(await readConfigFile(join(dir, 'large'))).toMatchObject({
      problems: [{ kind: 'syntax', message: 'is 50000000000 bytes long, too large to be a configuration' }],
    })
  })

  test('a defect of a value does not make it broken', async () => {
    await writeFile(join(dir, 'odd'), '{"language":5}')
    expect(isBroken(await readConfigFile(join(dir, 'odd')))).toBe(false)
  })

  test('a write that fails says why', async () => {
    await expect(writeConfigFile(join(dir, 'none', 'config.json'), '{}')).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('ENOENT'),
    })
  })
})

describe('a copy of a broken file', () => {
  const rows: [string, string][] = [
    ['{"appSecret": "hunter2hunter2", "x": 1', '{"appSecret": "•••", "x": 1'],
    ['{"appSecret" "hunter2hunter2"', '{"appSecret" "•••"'],
    ['{appSecret: hunter2hunter2, x: 1}', '{appSecret: "•••", x: 1}'],
    ["{'apiKey': 'hunter2hunter2'}", `{'apiKey': "•••"}`],
    ['{"api_key":"hunter2hunter2\n', '{"api_key":"•••"\n'],
    [String.raw`{"encryptKey":"a\"hunter2hunter2"`, '{"encryptKey":"•••"'],
    ['"verificationToken":\n  "hunter2hunter2"', '"verificationToken":\n  "•••"'],
    ['{"url": "https://x/open-apis/bot/v2/hook/hunter2hunter2"', '{"url": "https://x/open-apis/bot/v2/hook/•••"'],
    ['{"apiKey": /* mine */ "hunter2hunter2"', '{"apiKey": /* mine */ "•••"'],
    [
      '{"headers": {"X-Auth": "hunter2hunter2", "Cookie": "a=hunter2"}',
      '{"headers": {"X-Auth": "•••", "Cookie": "•••"}',
    ],
    ['{"Authorization": "Bearer hunter2hunter2"', '{"Authorization": "•••"'],
    ['{"secretKey": "hunter2hunter2"', '{"secretKey": "•••"'],
    [
      '{"appSecretFile": "/run/a", "apiKeyEnv": "KEY", "maxTokens": 5',
      '{"appSecretFile": "/run/a", "apiKeyEnv": "KEY", "maxTokens": 5',
    ],
    ['{"model": "m", "language": "en", }}', '{"model": "m", "language": "en", }}'],
  ]
  test.each(rows)('%j', (text, copy) => {
    expect(withoutSecrets(text)).toBe(copy)
  })

  test('holds no secret, whichever mark of the file is missing', () => {
    const lark = { appId: 'cli_1', appSecret: 'hunter2-a', encryptKey: 'hunter2-b' }
    const whole = JSON.stringify({ channels: { lark }, llm: { apiKey: 'hunter2-c' } }, undefined, 2)
    const marks = [...whole.matchAll(/[{}:,"\s]/g)].map(match => match.index)
    expect(marks.length).toBeGreaterThan(50)
    for (const mark of marks) {
      const copy = withoutSecrets(whole.slice(0, mark) + whole.slice(mark + 1))
      expect(copy).not.toContain('hunter2')
      expect(copy).toContain('cli_1')
    }
  })
})
