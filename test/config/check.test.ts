import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkConfig, checkParsed } from '../../main/config/check.ts'
import { decodeConfig } from '../../main/config/parse.ts'
import { formatPath, formatProblem, parsePath } from '../../main/config/problems.ts'
import { Config } from '../../main/contract/config.ts'

const told = (text: string): string[] => checkConfig(text).problems.map(problem => formatProblem(problem))

describe('a defect is named with its place and what is allowed', () => {
  const rows: [string, string][] = [
    ['{\n  "server": { "port": "x" }\n}', 'config.json:2:23 server.port: must be a whole number from 0 to 65535'],
    ['{"server":{"port":70000}}', 'config.json:1:19 server.port: must be a whole number from 0 to 65535'],
    ['{"llm":{"maxTokens":1.5}}', 'config.json:1:21 llm.maxTokens: must be a whole number from 1 to 1000000'],
    [
      '{"channels":{"lark":{"dmPolicy":"all"}}}',
      'config.json:1:33 channels.lark.dmPolicy: must be "open", "allowlist", "pairing" or "disabled"',
    ],
    ['{"channels":{"lark":{"enabled":"yes"}}}', 'config.json:1:32 channels.lark.enabled: must be true or false'],
    [
      '{"channels":{"lark":{"allowFrom":"ou_1"}}}',
      'config.json:1:34 channels.lark.allowFrom: must be a list [ … ] of entries, each an Open ID, which starts with ou_, or "*" for everybody of this tenant',
    ],
    [
      '{"channels":{"lark":{"ownerIds":["ou_1","*"]}}}',
      'config.json:1:41 channels.lark.ownerIds[1]: must be an Open ID, which starts with ou_',
    ],
    [
      '{"channels":{"lark":{"groups":{"x":{}}}}}',
      'config.json:1:32 channels.lark.groups.x: must be a chat ID, which starts with oc_',
    ],
    [
      '{"channels":{"lark":{"accounts":{"default":{}}}}}',
      `config.json:1:34 channels.lark.accounts.default: can't be "default": that is the account at the top level`,
    ],
    ['{"channels":{"lark":5}}', 'config.json:1:21 channels.lark: must be an object { … }'],
    ['{"channels":null}', 'config.json:1:13 channels: must be an object { … }'],
    ['{"llm":{"modle":"x"}}', 'config.json:1:9 llm.modle: is not a known key; did you mean "model"?'],
    [
      '{"llm":{"zzz":"x"}}',
      'config.json:1:9 llm.zzz: is not a known key; known here: provider, apiBase, model, apiKey, apiKeyEnv, apiKeyFile, maxTokens, contextTokens',
    ],
    [
      '{"app_id":1}',
      'config.json:1:2 app_id: is not a known key; known here: $schema, channels, llm, transcription, agents, skills, mcp, notifiers, server, language, logLevel, proxy, caFile',
    ],
    [
      '{"channels":{"lark":{"app_id":"x"}}}',
      'config.json:1:22 channels.lark.app_id: is not a known key; did you mean "appId"?',
    ],
    ['{"agents":{"list":[{"maxSteps":5}]}}', 'config.json:1:20 agents.list[0]: lacks "id"'],
    ['{"language":"en","language":"zh-CN"}', 'config.json:1:18 language: is written twice; the last one counts'],
    [
      '{"channels":{"lark":{"allowFrom":["*"]}}}',
      'config.json:1:34 channels.lark.allowFrom: "*" lets everybody of this tenant use the bot',
    ],
    [
      '{"channels":{"lark":{"appId":"cli_1"}}}',
      'config.json:1:30 channels.lark.appId: is no App ID: cli_ and 16 hexadecimal characters',
    ],
    [
      '{"channels":{"lark":{"accounts":{"work":{}}}}}',
      'config.json:1:41 channels.lark.accounts.work: has no App ID; set "appId"',
    ],
    [
      '{"agents":{"defaultAgentId":"a","list":[{"id":"a"},{"id":"a"}]}}',
      'config.json:1:58 agents.list[1].id: is the id of an agent before; that one counts',
    ],
    [
      '{"agents":{"defaultAgentId":"x","list":[{"id":"a"},{"id":"b","default":true}]}}',
      'config.json:1:29 agents.defaultAgentId: names no agent of the list (a, b), so b answers',
    ],
    [
      '{"llm":{"apiKeyEnv":"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"}}',
      'config.json:1:21 llm.apiKeyEnv: looks like the secret itself; the name of an environment variable belongs here',
    ],
    ['{"__proto__":{"x":1}}', 'config.json:1:2 __proto__: is a reserved name and never counts; choose another one'],
    ['[]', 'config.json:1:1 must be an object: { … }'],
    [
      '{"llm": {"model": }}',
      'config.json:1:19 expected a value: text in "quotes", a number, true, false, null, { or [',
    ],
    ['{"llm": {"model" "x"}}', 'config.json:1:18 expected : after the name'],
    ['{\n  "language": "en"\n  "logLevel": "info"\n}', 'config.json:3:3 expected , between two entries'],
    ['{"language": "en"', 'config.json:1:18 expected } at the end of the object'],
    ['{"language": "en}', 'config.json:1:14 expected " at the end of the text'],
    ['{"llm":{}}}', 'config.json:1:11 expected nothing more after the last }'],
    [
      String.raw`{"caFile": "C:\certs"}`,
      String.raw`config.json:1:12 expected one of " \ / b f n r t u after \ (write \\ for a backslash)`,
    ],
    ['{"a":'.repeat(65), 'config.json:1:321 is nested more than 64 levels deep'],
    ['x'.repeat(2_000_001), 'config.json:1:1 is too large to be a configuration'],
  ]
  test.each(rows)('%s', (text, problem) => {
    expect(told(text)).toContain(problem)
  })

  const fine = [
    '',
    '  \n',
    '{}',
    '// nothing yet',
    '\uFEFF{}',
    '{ /* a */ "llm": { "model": "x", }, } // end',
    '{"$schema":"./perch.json"}',
  ]
  test.each(fine)('%j has none', text => {
    expect(told(text)).toEqual([])
  })

  const bytes: [string, Buffer, string][] = [
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), 'config.json:1:1 is not UTF-8 text here; save the file as UTF-8'],
    [
      'GBK',
      Buffer.concat([Buffer.from('{\n "a": "'), Buffer.from([0xc4, 0xe3]), Buffer.from('"}')]),
      'config.json:2:8 is not UTF-8 text here; save the file as UTF-8',
    ],
    [
      'an image',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]),
      'config.json:1:1 is not UTF-8 text here; save the file as UTF-8',
    ],
  ]
  test.each(bytes)('%s', (_what, content, problem) => {
    expect(checkParsed(decodeConfig(content)).problems.map(one => formatProblem(one))).toContain(problem)
  })

  test('no value of the file is told, since it may be a secret at the wrong place', () => {
    const text =
      '{"llm":{"apiKey":123,"apiKeyEnv":"sk-very secret","provider":"sk-very secret","maxTokens":"sk-very secret"}}'
    expect(told(text)).toHaveLength(4)
    expect(told(text).join('\n')).not.toContain('secret"')
    expect(told(text).join('\n')).not.toContain('sk-very')
  })
})

describe('one mistake is told once', () => {
  const rows: [string, string][] = [
    ['{"notifiers":{"ops":{"url":"not a url"}}}', 'config.json:1:28 notifiers.ops.url: must be the URL of a group bot'],
    ['{"agents":{"list":[{"id":""}]}}', 'config.json:1:26 agents.list[0].id: must be text that is not empty'],
    [
      '{"channels":{"lark":{"accounts":{"__proto__":{"appId":5}}}}}',
      'config.json:1:34 channels.lark.accounts.__proto__: is a reserved name and never counts; choose another one',
    ],
    [
      '{"mcp":{"servers":{"constructor":{"zzz":1}}}}',
      'config.json:1:20 mcp.servers.constructor: is a reserved name and never counts; choose another one',
    ],
  ]
  test.each(rows)('%s', (text, problem) => {
    expect(told(text).filter(line => !line.includes('mcp.servers: '))).toEqual([problem])
  })
})

describe('one bad value never loses the rest', () => {
  test('what is wrong falls back to its default, and its neighbours count', () => {
    const { config } = checkConfig(`{
      "zzz": 1, "language": "de", "logLevel": "debug",
      "server": { "port": -1, "host": "0.0.0.0" },
      "channels": { "lark": { "appId": 5, "name": "n", "allowFrom": ["ou_1", 7, "x", "ou_2"],
        "groups": { "x": {}, "oc_1": { "enabled": "no", "systemPrompt": "s" }, "oc_2": 5 },
        "accounts": { "work": { "dmPolicy": "?", "name": "w" }, "-": {} } } },
      "agents": { "list": [{ "id": "a", "maxSteps": 0 }, {}, { "id": 5 }, { "id": "b", "zz": 1 }] }
    }`)
    expect(config).toMatchObject({
      language: 'auto',
      logLevel: 'debug',
      server: { port: 18_789, host: '0.0.0.0' },
      channels: {
        lark: {
          appId: '',
          name: 'n',
          allowFrom: ['ou_1', 'ou_2'],
          groups: { oc_1: { enabled: true, systemPrompt: 's' } },
          accounts: { work: { name: 'w' } },
        },
      },
    })
    expect(Object.keys(config.channels.lark.groups)).toEqual(['oc_1'])
    expect(config.channels.lark.accounts['work']?.dmPolicy).toBeUndefined()
    expect(config.agents.list.map(({ id, maxSteps }) => [id, maxSteps])).toEqual([
      ['a', 40],
      ['b', 40],
    ])
  })

  test('of a file with a syntax error counts what can be read', () => {
    const { config, problems } = checkConfig(
      '{\n "language": "en",\n "llm": { "model": "m" "maxTokens": 5 }\n "logLevel": ]',
    )
    expect(config).toMatchObject({ language: 'en', llm: { model: 'm', maxTokens: 5 } })
    expect(problems[0]).toMatchObject({ kind: 'syntax', line: 3, column: 24 })
  })

  test('what wins over the file is checked too, and named by where it comes from', () => {
    const overrides = [
      { path: ['server', 'port'], value: 99_999, source: '--port' },
      { path: ['channels', 'lark', 'appId'], value: 'cli_x', source: 'LARK_APP_ID' },
    ]
    const { config, problems } = checkConfig('{"server":{"port":5},"channels":7}', overrides)
    expect(config).toMatchObject({ server: { port: 18_789 }, channels: { lark: { appId: 'cli_x' } } })
    expect(problems.map(problem => formatProblem(problem))).toContain(
      'config.json server.port: must be a whole number from 0 to 65535 (from --port)',
    )
  })
})

const path = fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('groups', 'oc_1', 'a.b', '$schema')), {
  minLength: 1,
  maxLength: 5,
})

describe('whatever is thrown at it', () => {
  const words = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '//',
    '/*',
    '*/',
    '\\',
    '\n',
    '\0',
    '\uFEFF',
    '\ud800',
    '"llm"',
    '"channels"',
    '"lark"',
    '"allowFrom"',
    '"__proto__"',
    '1',
    '-',
    'null',
    '"ou_1"',
    '"x',
  ]
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map(parts => parts.join('')),
  )

  test('no text makes it throw, and what comes out is a configuration', () => {
    fc.assert(
      fc.property(garbage, text => {
        const { config, problems } = checkConfig(text)
        expect(Config.safeParse(config).success).toBe(true)
        for (const problem of problems) expect(problem.message).not.toBe('')
      }),
      { numRuns: 3000 },
    )
  })

  test('no bytes do either', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => void checkParsed(decodeConfig(bytes))),
      { numRuns: 1000 },
    )
  })

  const keys = [
    'channels',
    'lark',
    'llm',
    'agents',
    'list',
    'server',
    'groups',
    'oc_1',
    'accounts',
    'work',
    'allowFrom',
    'appId',
    'id',
    'port',
    'domain',
    'maxSteps',
    'dmPolicy',
    '__proto__',
    'constructor',
    'quota',
    'limit',
    'proxy',
    'notifiers',
    'url',
  ]
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<unknown>(null, true, 0, 5, -1, 1.5, '', 'x', 'ou_1', 'oc_1', 'feishu', 'open'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 5 }),
    ),
  }))

  test('no JSON makes it throw, and without a problem it is what zod makes of it', () => {
    fc.assert(
      fc.property(tree, value => {
        const text = JSON.stringify(value)
        const { config, problems } = checkConfig(text)
        expect(Config.safeParse(config).success).toBe(true)
        expect(Object.getPrototypeOf({})).toBe(Object.prototype)
        const errors = problems.filter(problem => problem.severity === 'error')
        const plain = Config.safeParse(JSON.parse(text))
        expect(errors.length === 0).toBe(plain.success)
        if (plain.success) expect(config).toEqual(plain.data)
        const lines = text.split('\n')
        for (const { line, column } of problems) expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
      }),
      { numRuns: 3000 },
    )
  })

  test('a valid configuration with a few wrong leaves keeps all other leaves', () => {
    const leaves = [
      [['language'], 'en', 'xx'],
      [['logLevel'], 'debug', 1],
      [['server', 'port'], 1, 'x'],
      [['server', 'host'], 'h', ''],
      [['llm', 'model'], 'm', null],
      [['llm', 'maxTokens'], 5, 0],
      [['channels', 'lark', 'dmPolicy'], 'open', true],
      [['channels', 'lark', 'name'], 'n', []],
      [['channels', 'lark', 'quota', 'limit'], 9, -9],
    ] as const
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: leaves.length, maxLength: leaves.length }), wrong => {
        const build = (spoil: boolean) => {
          const root: Record<string, unknown> = {}
          leaves.forEach(([steps, good, bad], index) => {
            if (!spoil && wrong[index]) return
            let here = root
            for (const step of steps.slice(0, -1)) here = (here[step] ??= {}) as Record<string, unknown>
            here[steps.at(-1) ?? ''] = spoil && wrong[index] ? bad : good
          })
          return JSON.stringify(root)
        }
        const { config, problems } = checkConfig(build(true))
        expect(config).toEqual(checkConfig(build(false)).config)
        expect(problems.map(problem => problem.path).toSorted()).toEqual(
          leaves
            .filter((_, index) => wrong[index])
            .map(([steps]) => steps.join('.'))
            .toSorted(),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('a configuration survives being written and read', () => {
    fc.assert(
      fc.property(tree, value => {
        const { config } = checkConfig(JSON.stringify(value))
        expect(checkConfig(JSON.stringify(config, undefined, 2)).config).toEqual(config)
      }),
      { numRuns: 1000 },
    )
  })

  test('a path survives being written and read', () => {
    fc.assert(
      fc.property(path, steps => {
        expect(parsePath(formatPath(steps))).toEqual(steps)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a path as people type it', () => {
  const rows: [string, (string | number)[] | undefined][] = [
    ['channels.lark.groups.oc_x', ['channels', 'lark', 'groups', 'oc_x']],
    ['agents.list[0].id', ['agents', 'list', 0, 'id']],
    ['agents.list.0.id', ['agents', 'list', '0', 'id']],
    ['mcp.servers."a.b".url', ['mcp', 'servers', 'a.b', 'url']],
    ['', []],
    ['.a', undefined],
    ['a..b', undefined],
    ['a.', undefined],
    ['a[x]', undefined],
    ['a b', undefined],
    ['"a', undefined],
    ['a"b"', undefined],
  ]
  test.each(rows)('%s', (text, steps) => {
    expect(parsePath(text)).toEqual(steps)
  })
})
