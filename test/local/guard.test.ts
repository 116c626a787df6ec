import { describe, expect, test } from 'vitest'
import { guard, isLoopback, type Passage } from '../../main/local/guard.ts'

const local = { host: '127.0.0.1', port: 18789 }
const open = { host: '0.0.0.0', port: 80 }

describe('what passes a server on loopback', () => {
  const rows: { host: string | undefined; origin?: string; becomes: Passage }[] = [
    { host: '127.0.0.1:18789', becomes: 'pass' },
    { host: 'localhost:18789', becomes: 'pass' },
    { host: 'LOCALHOST:18789', becomes: 'pass' },
    { host: '[::1]:18789', becomes: 'pass' },
    { host: '127.0.0.2:18789', becomes: 'pass' },
    { host: undefined, becomes: 'bad-host' },
    { host: '', becomes: 'bad-host' },
    { host: '127.0.0.1', becomes: 'bad-host' },
    { host: '127.0.0.1:18790', becomes: 'bad-host' },
    { host: 'evil.example:18789', becomes: 'bad-host' },
    { host: 'localhost.evil.example:18789', becomes: 'bad-host' },
    { host: '127.0.0.1.evil.example:18789', becomes: 'bad-host' },
    { host: 'localhost.:18789', becomes: 'bad-host' },
    { host: 'evil@127.0.0.1:18789', becomes: 'bad-host' },
    { host: '127.0.0.1:18789/evil', becomes: 'bad-host' },
    { host: '127.1:18789', becomes: 'bad-host' },
    { host: '0.0.0.0:18789', becomes: 'bad-host' },
    { host: '[::ffff:127.0.0.1]:18789', becomes: 'bad-host' },
    { host: '127.0.0.1:18789', origin: 'http://127.0.0.1:18789', becomes: 'pass' },
    { host: 'localhost:18789', origin: 'http://localhost:18789', becomes: 'pass' },
    { host: '127.0.0.1:18789', origin: 'http://localhost:18789', becomes: 'bad-origin' },
    { host: '127.0.0.1:18789', origin: 'http://127.0.0.1:3000', becomes: 'bad-origin' },
    { host: '127.0.0.1:18789', origin: 'https://127.0.0.1:18789', becomes: 'bad-origin' },
    { host: '127.0.0.1:18789', origin: 'https://evil.example', becomes: 'bad-origin' },
    { host: '127.0.0.1:18789', origin: 'null', becomes: 'bad-origin' },
    { host: '127.0.0.1:18789', origin: '', becomes: 'bad-origin' },
  ]
  test.each(rows)('Host $host, Origin $origin: $becomes', ({ host, origin, becomes }) => {
    expect(guard({ host, origin }, local)).toBe(becomes)
  })
})

describe('what passes a public server', () => {
  test.each([
    { host: 'perch.example', origin: undefined, becomes: 'pass' },
    { host: 'perch.example:8443', origin: 'https://perch.example:8443', becomes: 'pass' },
    { host: 'perch.example', origin: 'https://evil.example', becomes: 'bad-origin' },
    { host: 'perch example', origin: undefined, becomes: 'bad-host' },
  ])('Host $host, Origin $origin: $becomes', ({ host, origin, becomes }) => {
    expect(guard({ host, origin }, open)).toBe(becomes)
  })
})

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['127.0.0.1.evil.example', false],
])('%s is this computer alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
