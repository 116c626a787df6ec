import { describe, expect, test } from 'vitest'
import { silentLogger, type Logger } from '../../main/base/logger.ts'
import { PingFlood } from '../../main/lark/ping-flood.ts'
import { harmless, sdkLogger } from '../../main/lark/sdk-logger.ts'

describe('what the SDK says', () => {
  const rows = [
    { parts: ['[ws]', 'ws connect success'], says: '[ws] ws connect success' },
    { parts: ['[ws]', { config: { data: 'app_secret' } }, new Error('app_secret')], says: '[ws]' },
    { parts: ['ws url: wss://h/ws?ticket=t&access_key=k end'], says: 'ws url: wss://h/ws?… end' },
    {
      parts: ['receive message, message_id: om; data: {"text":"private"}'],
      says: 'receive message, message_id: om; data: …',
    },
    {
      parts: ['error: Unexpected token x, "{"text":"private"..." is not valid'],
      says: 'error: Unexpected token x, "…" is not valid',
    },
    { parts: ['x'.repeat(500)], says: 'x'.repeat(200) },
  ]
  test.each(rows)('$parts becomes "$says"', ({ parts, says }) => {
    expect(harmless(parts)).toBe(says)
  })

  test('lost events are warnings, pings are no lines, the rest is detail', () => {
    const lines: string[] = []
    const seen: string[] = []
    const log: Logger = {
      ...silentLogger,
      warn: (_text, fields) => void lines.push(`warn ${String(fields?.sdk)}`),
      debug: (_text, fields) => void lines.push(`debug ${String(fields?.sdk)}`),
    }
    const logger = sdkLogger(log, line => void seen.push(line))
    logger.error(['[ws]', 'failed to merge event fragments, error: x'])
    logger.error(['[ws]', 'ws error'])
    logger.trace(['[ws]', 'ping success'])
    logger.error([{ whole: 'request' }])
    expect(lines).toEqual(['warn [ws] failed to merge event fragments, error: x', 'debug [ws] ws error'])
    expect(seen).toContain('[ws] ping success')
  })
})

describe('a flood of pings', () => {
  test('fifty within ten seconds are one, fifty over an hour are none', () => {
    let now = 0
    let floods = 0
    const flood = new PingFlood(
      () => now,
      () => floods++,
    )
    for (let count = 0; count < 50; count++, now += 60_000) flood.onLine('[ws] ping success')
    expect(floods).toBe(0)
    for (let count = 0; count < 500; count++, now += 2) flood.onLine('[ws] ping success')
    expect(floods).toBe(1)
  })
})
