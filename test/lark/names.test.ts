import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { BoundedMap } from '../../main/base/bounded-map.ts'
import { createNames } from '../../main/lark/names.ts'
import { never, refused, scriptedPlatform, unreachable, type Asked } from './scripted-platform.ts'

const ann = { data: { user: { name: '安安', avatar: { avatar_72: 'https://a/72.png' } } } }

const namesOver = (answer: (asked: Asked, count: number) => unknown) => {
  const calling = scriptedPlatform(answer)
  return {
    names: createNames(calling, silentLogger),
    asked: calling.asked,
    hours: (count: number) => void (calling.clock.time += count * 3_600_000),
  }
}

describe('names of people', () => {
  test('are asked for once in half a day', async () => {
    const { names, asked, hours } = namesOver(() => ann)
    expect(await names.person('ou_1', never)).toEqual({ name: '安安', avatarUrl: 'https://a/72.png' })
    await names.person('ou_1', never)
    expect(asked).toMatchObject([
      { method: 'GET', url: '/open-apis/contact/v3/users/ou_1', params: { user_id_type: 'open_id' } },
    ])
    hours(13)
    await names.person('ou_1', never)
    expect(asked).toHaveLength(2)
  })

  test('are asked for once by many at the same time, and one who stops waiting disturbs nobody', async () => {
    const { names, asked } = namesOver(() => ann)
    const stop = new AbortController()
    const left = expect(names.person('ou_1', stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
    const stays = names.person('ou_1', never)
    stop.abort()
    await left
    expect(await stays).toMatchObject({ name: '安安' })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['the scope is missing', refused(99991672)],
    ['names are left out of the answer', { data: { user: {} } }],
  ])('when %s, nobody is asked about for six hours', async (_name, answer) => {
    const { names, asked, hours } = namesOver(() => answer)
    expect(await names.person('ou_1', never)).toBeUndefined()
    expect(await names.person('ou_2', never)).toBeUndefined()
    expect(asked).toHaveLength(1)
    hours(6.1)
    await names.person('ou_2', never)
    expect(asked).toHaveLength(2)
  })

  test('a person who may not be seen is asked about again after half an hour', async () => {
    const { names, asked, hours } = namesOver(() => refused(41050))
    await names.person('ou_1', never)
    await names.person('ou_1', never)
    await names.person('ou_2', never)
    expect(asked).toHaveLength(2)
    hours(0.6)
    await names.person('ou_1', never)
    expect(asked).toHaveLength(3)
  })

  test('a platform that is away is asked again after a minute', async () => {
    const { names, asked, hours } = namesOver((_asked, count) => (count === 1 ? unreachable() : ann))
    expect(await names.person('ou_1', never)).toBeUndefined()
    expect(await names.person('ou_1', never)).toBeUndefined()
    hours(1 / 50)
    expect(await names.person('ou_1', never)).toMatchObject({ name: '安安' })
    expect(asked).toHaveLength(2)
  })
})

describe('names of chats', () => {
  test('come with owner, mode and whether outsiders are in it', async () => {
    const { names } = namesOver(() => ({
      data: { name: '团队', owner_id: 'ou_1', external: false, chat_mode: 'topic' },
    }))
    expect(await names.chat('oc_1', never)).toEqual({ name: '团队', ownerId: 'ou_1', external: false, mode: 'topic' })
  })

  test('do not depend on the permission for people', async () => {
    const { names } = namesOver(asked =>
      asked.url.includes('contact') ? refused(99991672) : { data: { name: 'Team' } },
    )
    await names.person('ou_1', never)
    expect(await names.chat('oc_1', never)).toEqual({ name: 'Team' })
  })
})

test('a bounded map forgets what was set first', () => {
  const map = new BoundedMap<number, string>(3)
  for (const key of [1, 2, 3, 1, 4]) map.set(key, `v${key}`)
  expect([1, 2, 3, 4].map(key => map.get(key))).toEqual(['v1', undefined, 'v3', 'v4'])
  expect(map.size).toBe(3)
})
