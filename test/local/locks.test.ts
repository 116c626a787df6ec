import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { lockBot, type Bot } from '../../main/local/bot-lock.ts'
import { lockHome } from '../../main/local/home-lock.ts'
import { temporaryFolder } from './temporary.ts'

const bot: Bot = { baseUrl: 'https://open.feishu.cn', appId: 'cli_a', home: '/homes/one' }
const other: Bot = { ...bot, home: '/homes/two' }

async function held(one: Bot, folders: readonly string[]) {
  const lock = await lockBot(one, folders)
  onTestFinished(() => lock.release())
  return lock
}

describe('the lock of a bot', () => {
  test('names the process and the home that hold it', async () => {
    const folders = [temporaryFolder()]
    await held(bot, folders)
    const second = lockBot(other, folders)
    await expect(second).rejects.toMatchObject({ code: 'bot-already-served' })
    await expect(second).rejects.toThrow(new RegExp(`process ${process.pid} .*/homes/one`))
  })

  test.skipIf(process.platform === 'win32')(
    'can be held by this user alone, also where an older file lies',
    async () => {
      const folder = temporaryFolder()
      await held(bot, [folder])
      const file = readdirSync(folder).find(name => name.endsWith('.lock')) ?? ''
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
      chmodSync(join(folder, file), 0o644)
      await expect(lockBot(other, [folder])).rejects.toMatchObject({ code: 'bot-already-served' })
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    },
  )

  test.each([
    { what: 'another App ID', change: { appId: 'cli_b' }, free: true },
    { what: 'another platform', change: { baseUrl: 'https://open.larksuite.com' }, free: true },
    { what: 'the same platform, spelled otherwise', change: { baseUrl: 'https://OPEN.feishu.cn:443/' }, free: false },
  ])('$what is free: $free', async ({ change, free }) => {
    const folders = [temporaryFolder()]
    await held(bot, folders)
    const second = await lockBot({ ...other, ...change }, folders).catch(() => undefined)
    await second?.release()
    expect(second !== undefined).toBe(free)
  })

  test('can be taken again once it is given back, which may be said twice', async () => {
    const folders = [temporaryFolder()]
    const first = await lockBot(bot, folders)
    await first.release()
    await first.release()
    await held(other, folders)
  })

  test('is had by exactly one of many who want it at once', async () => {
    const folders = [temporaryFolder()]
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => held(bot, folders)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('goes to the next folder when the first can not be used', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const folders = [join(folder, 'file', 'locks'), join(folder, 'second')]
    await held(bot, folders)
    await expect(lockBot(other, folders)).rejects.toMatchObject({ code: 'bot-already-served' })
    await expect(lockBot(other, [join(folder, 'file')])).rejects.toMatchObject({ code: 'lock-failed' })
  })
})

describe('the lock of a home', () => {
  test('is had by one at a time', async () => {
    const home = temporaryFolder()
    const first = await lockHome(home)
    await expect(lockHome(home)).rejects.toMatchObject({
      code: 'home-in-use',
      message: expect.stringContaining(`${process.pid}`),
    })
    await first.release()
    const second = await lockHome(home)
    await second.release()
  })

  test('can not be had where nothing can be written', async () => {
    const home = temporaryFolder()
    mkdirSync(join(home, 'perch.lock'))
    await expect(lockHome(home)).rejects.toMatchObject({ code: 'lock-failed' })
  })
})
