import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { detectSystem } from '../../../main/config/import/detect.ts'
import { readSource } from '../../../main/config/import/read.ts'
import { isAppError } from '../../../main/contract/errors.ts'
import { samples } from './start.ts'

describe('which system wrote a file', () => {
  test.each(samples)('$system, by its content', ({ system, file }) => {
    const source = readSource('pasted', readFileSync(file, 'utf8'))
    const families: Readonly<Record<string, string>> = { moltbot: 'openclaw', clawdbot: 'openclaw' }
    const found = detectSystem('pasted', source)
    expect(families[found] ?? found).toBe(families[system] ?? system) // Moltbot lived in the folder of clawdbot
    expect(detectSystem(file, source)).toBe(system)
  })

  const rows: [string, string, string][] = [
    ['config.json', '{"channels":{"feishu":{"appId":"cli_1","appSecret":"s","encryptKey":""}}}', 'nanobot'],
    ['config.json', '{"providers":{"openrouter":{"api_key":"k"}}}', 'nanobot'],
    ['/home/a/.openclaw/openclaw.json', '{channels:{feishu:{appId:"cli_1"}}}', 'openclaw'],
    ['/home/a/.clawdbot/moltbot.json', '{channels:{feishu:{appId:"cli_1"}}}', 'moltbot'],
    ['/home/a/.clawdbot/clawdbot.json', '{channels:{lark:{appId:"cli_1"}}}', 'clawdbot'],
    ['a.json', '{channels:{lark:{appId:"cli_1",accounts:{}}}}', 'openclaw'],
    ['a.json', '{agent:{workspace:"~/.moltbot/workspace"}}', 'moltbot'],
    ['config.toml', '[channels.feishu]\napp_id = "cli_1"', 'xiaoo'],
    ['config.toml', '[llm]\nprovider = "openrouter"\nmodel = "m"', 'xiaoo'],
    ['/home/openclaw/.nanobot/config.json', '{"channels":{"feishu":{"appId":"cli_1"}}}', 'nanobot'],
  ]
  test.each(rows)('%s %s: %s', (name, text, system) => {
    expect(detectSystem(name, readSource(name, text))).toBe(system)
  })

  const refused: [string, string][] = [
    [
      '{"name":"a-package","version":"1.0.0"}',
      'a.json is no configuration of nanobot, OpenClaw, Moltbot, clawdbot or xiaoO.',
    ],
    ['{"llm":{"model":"m"},"channels":{"lark":{}}}', 'a.json is a configuration of Perch already.'],
  ]
  test.each(refused)('%s is refused', (text, message) => {
    const thrown = (() => {
      try {
        return detectSystem('a.json', readSource('a.json', text))
      } catch (error) {
        return error
      }
    })()
    expect(isAppError(thrown) && [thrown.code, thrown.message]).toEqual(['import-unknown', message])
  })
})
