import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startJourney, type Journey } from '../fakes/journey.ts'
import { dropHome, makeHome, perch, spawnPerch } from '../fakes/perch.ts'

let journey: Journey
beforeEach(async () => {
  journey = await startJourney({ lark: { dmPolicy: 'open' } })
})
afterEach(() => journey.stop())

const secretEnv = { TEST_SECRET: 'S3cretOfTheApp_7Qw9Zx2LmNvB4kTy', TEST_KEY: 'sk-x' }

describe('the command line', () => {
  test.each([
    { args: ['nonsense'], code: 2 },
    { args: ['allow'], code: 2 },
    { args: ['serve', '--port', 'many'], code: 2 },
    { args: ['logs', '--level', 'loud'], code: 2 },
    { args: ['status'], code: 1 },
    { args: ['allow', 'nobody'], code: 2 },
    { args: ['send', '--to', 'banana', '--message', 'x'], code: 2 },
    { args: ['send', '--message', 'x'], code: 2 },
    { args: ['config', 'set', 'channels.lark.dmPolicy', 'closed'], code: 1 },
    { args: ['config', 'get', 'no.such.key'], code: 1 },
    { args: ['secret', 'set', 'llm.apiKey'], code: 2 },
    { args: ['people', '--json'], code: 0 },
    { args: ['config', 'schema'], code: 0 },
    { args: ['--version'], code: 0 },
    { args: ['--help'], code: 0 },
  ])('$args ends with $code', async ({ args, code }) => {
    const result = await perch(journey.home, args, { env: secretEnv })
    expect(result).toMatchObject({ code })
    // A failure says why on standard error, and nothing on standard output.
    if (code > 0) expect(result).toMatchObject({ stdout: '', stderr: expect.stringMatching(/\S/) })
    if (args.includes('--json') || args.includes('schema')) JSON.parse(result.stdout)
  })

  test('sends text, card, post, file and image, as a reply too, with and without a running Perch', async () => {
    const { world, home } = journey
    const ann = await world.createPerson({ name: 'Ann' })
    const { chatId } = await world.directChat({ person: ann.openId })
    const asked = await world.say({ person: ann.openId, text: 'hello', deliver: false })
    const [card, post, file, image] = ['card.json', 'post.json', 'notes.txt', 'dot.png'].map(name => join(home, name))
    writeFileSync(
      card ?? '',
      JSON.stringify({ schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'in a card' }] } }),
    )
    writeFileSync(
      post ?? '',
      JSON.stringify({ zh_cn: { title: 'T', content: [[{ tag: 'text', text: 'in a post' }]] } }),
    )
    writeFileSync(file ?? '', 'some notes')
    writeFileSync(
      image ?? '',
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    )
    const send = (...args: string[]) => perch(home, ['send', ...args, '--json'], { env: secretEnv })
    const outputs = [
      await send('--to', chatId, '--message', 'plain words'),
      await send('--to', ann.openId, '--message', '# Heading'),
      await send('--reply', asked.messageId, '--message', 'as a reply'),
      await send('--to', chatId, '--card', card ?? ''),
      await send('--to', chatId, '--post', post ?? ''),
    ]
    await journey.start()
    outputs.push(await send('--to', chatId, '--file', file ?? ''), await send('--to', chatId, '--image', image ?? ''))
    for (const output of outputs) {
      expect(output).toMatchObject({ code: 0, stderr: '' })
      expect(JSON.parse(output.stdout)).toMatchObject({ messageId: expect.stringMatching(/^om_/), chatId })
    }
    const seen = (await world.look({ chat: chatId })).filter(message => message.sender.kind === 'bot')
    expect(seen.map(({ text }) => text)).toMatchObject([
      'plain words',
      expect.stringContaining('Heading'),
      'as a reply',
      'in a card',
      expect.stringContaining('in a post'),
      expect.stringContaining('notes.txt'),
      expect.any(String),
    ])
    expect(seen[2]?.parentId).toBe(asked.messageId)
    expect(await send('--to', chatId)).toMatchObject({ code: 2, stdout: '' })
    expect(await send('--to', 'oc_nowhere', '--message', 'x')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('perch:'),
    })
  })

  test('probes without a running Perch, and says what is wrong', async () => {
    const good = await perch(journey.home, ['status', '--probe', '--json'], { env: secretEnv })
    expect(good.code).toBe(0)
    expect(JSON.parse(good.stdout)).toMatchObject({ accounts: [{ bot: { name: 'Lark' } }], llm: { ready: true } })
    const bad = await perch(journey.home, ['status', '--probe', '--json'], {
      env: { ...secretEnv, TEST_SECRET: 'wrong-secret-wrong-secret' },
    })
    expect(bad.code).toBe(1)
    expect(JSON.parse(bad.stdout)).toMatchObject({
      accounts: [{ state: 'failed', hint: expect.stringContaining('App Secret') }],
    })
  })

  test('a change by hand is live, and a broken file keeps the last good settings', async () => {
    const { home, world } = journey
    const process = await journey.start()
    const path = join(home, 'config.json')
    const ann = await world.createPerson({ name: 'Ann' })
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, before.replace('"open"', '"disabled"'))
    const until = async (what: string, expected: string) => {
      for (let tries = 0; tries < 100; tries++) {
        if ((await perch(home, ['config', 'get', 'channels.lark.dmPolicy'])).stdout.trim() === expected) return
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      throw new Error(`${what} never came`)
    }
    await until('the change', 'disabled')
    const silent = await world.say({ person: ann.openId, text: 'hi' })
    writeFileSync(path, '{ "channels": { broken')
    await new Promise(resolve => setTimeout(resolve, 800))
    await until('the last good value', 'disabled')
    expect(await perch(home, ['config', 'set', 'logLevel', 'debug'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('config.json'),
    })
    expect(readFileSync(path, 'utf8')).toBe('{ "channels": { broken')
    writeFileSync(path, before)
    await until('the old value', 'open')
    const said = await world.say({ person: ann.openId, text: 'hello again' })
    await journey.answers(said.messageId)
    expect(await world.replies({ messageId: silent.messageId })).toEqual([])
    expect(process.child.exitCode).toBeNull()
  })
})

describe('two at once', () => {
  test('a second start with the same home says that it is taken', async () => {
    await journey.start()
    const second = spawnPerch(journey.home, secretEnv)
    await expect(second.line('anything', /ready/)).rejects.toThrow(/already runs/)
    expect(second.child.exitCode).toBe(1)
  })

  test('a second Perch does not serve the same bot, until the first one stops', async () => {
    const first = await journey.start()
    const home = makeHome(JSON.parse(readFileSync(join(journey.home, 'config.json'), 'utf8')))
    const second = spawnPerch(home, secretEnv)
    expect(await second.line('why it failed', /failed: /)).toContain(String(first.child.pid))
    expect(await journey.world.connections({})).toHaveLength(1)
    await first.stop()
    await second.line('that it took over', /ws client ready/)
    expect(second.lines.filter(line => line.includes('failed:'))).toHaveLength(1)
    await second.stop()
    dropHome(home)
  })
})
