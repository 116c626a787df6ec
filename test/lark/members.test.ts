import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { createMembers } from '../../main/lark/members.ts'
import { never, refused, scriptedPlatform, type Asked } from './scripted-platform.ts'

const pageOf = (from: number, count: number, next = '') => ({
  data: {
    items: Array.from({ length: count }, (_, n) => ({ member_id: `ou_${from + n}`, name: `Person ${from + n}` })),
    has_more: next !== '',
    page_token: next,
  },
})

const membersOver = (answer: (asked: Asked, count: number) => unknown) => {
  const calling = scriptedPlatform(answer)
  const minutes = (count: number) => void (calling.clock.time += count * 60_000)
  return { members: createMembers(calling, silentLogger), asked: calling.asked, minutes }
}

describe('who is in a group', () => {
  test('is read page by page, and asked for at most twice an hour', async () => {
    const { members, asked, minutes } = membersOver((_asked, count) =>
      count === 1 ? pageOf(0, 100, 'next') : pageOf(100, 3),
    )
    const found = await members('oc_1', never)
    expect(found).toMatchObject({ complete: true })
    expect(found?.people).toHaveLength(103)
    minutes(29)
    await members('oc_1', never)
    expect(asked).toHaveLength(2)
    minutes(2)
    await members('oc_1', never)
    expect(asked.length).toBeGreaterThan(2)
  })

  test('of a huge group is cut, and says so', async () => {
    const { members, asked } = membersOver((_asked, count) => pageOf(count * 100, 100, `page ${count}`))
    const found = await members('oc_1', never)
    expect(found?.complete).toBe(false)
    expect(found?.people).toHaveLength(500)
    expect(asked).toHaveLength(5)
  })

  test('is unknown without the permission, and not asked for again for hours', async () => {
    const { members, asked, minutes } = membersOver(() => refused(99991672))
    expect(await members('oc_1', never)).toBeUndefined()
    minutes(120)
    expect(await members('oc_2', never)).toBeUndefined()
    expect(asked).toHaveLength(1)
  })
})
