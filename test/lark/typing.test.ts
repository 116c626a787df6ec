import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../main/base/logger.ts'
import { TypingSigns } from '../../main/lark/typing.ts'
import { never, refused, scriptedPlatform, unreachable, type Asked } from './scripted-platform.ts'

const typingOver = (answer: (asked: Asked, count: number) => unknown) => {
  const calling = scriptedPlatform(answer)
  return { typing: new TypingSigns(calling, 'cli_own', silentLogger), asked: calling.asked, clock: calling.clock }
}
const taken = { code: 0, data: { reaction_id: 'r2' } }
const sign = (id: string, operator: string, type = 'app') => ({
  reaction_id: id,
  operator: { operator_id: operator, operator_type: type },
})

describe('the typing sign', () => {
  test('is put on a message and taken away by its ID', async () => {
    const { typing, asked } = typingOver(() => ({ data: { reaction_id: 'r1' } }))
    expect(await typing.start('om_1', never)).toBe('r1')
    await typing.stop('om_1', 'r1', never)
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/open-apis/im/v1/messages/om_1/reactions',
        data: { reaction_type: { emoji_type: 'Typing' } },
      },
      { method: 'DELETE', url: '/open-apis/im/v1/messages/om_1/reactions/r1' },
    ])
  })

  test('without its ID, only our own among the others is taken away', async () => {
    const items = [sign('r1', 'ou_1', 'user'), sign('r2', 'cli_other'), sign('r3', 'cli_own')]
    const { typing, asked } = typingOver(() => ({ data: { items } }))
    await typing.stop('om_1', undefined, never)
    expect(asked[0]).toMatchObject({ method: 'GET', params: { reaction_type: 'Typing' } })
    expect(asked[1]).toMatchObject({ method: 'DELETE', url: '/open-apis/im/v1/messages/om_1/reactions/r3' })
  })

  test('our own is found on a later page', async () => {
    const { typing, asked } = typingOver((_asked, count) =>
      count === 1
        ? { data: { items: [sign('r1', 'cli_other')], has_more: true, page_token: 'next' } }
        : { data: { items: [sign('r2', 'cli_own')] } },
    )
    await typing.stop('om_1', undefined, never)
    expect(asked[1]).toMatchObject({ params: { page_token: 'next' } })
    expect(asked[2]).toMatchObject({ method: 'DELETE', url: expect.stringMatching(/r2$/) })
  })

  test('when there is none of ours, nothing is taken away', async () => {
    const { typing, asked } = typingOver(() => ({ data: { items: [sign('r1', 'cli_other')] } }))
    await typing.stop('om_1', undefined, never)
    expect(asked).toHaveLength(1)
  })

  test('when the first answer was lost, a second sign of ours is taken away as well', async () => {
    const { typing, asked } = typingOver(({ method }, count) => {
      if (count === 1) return unreachable()
      return method === 'GET' ? { data: { items: [sign('r1', 'cli_own'), sign('r2', 'cli_own')] } } : taken
    })
    expect(await typing.start('om_1', never)).toBe('r2')
    await typing.stop('om_1', 'r2', never)
    const removed = asked.filter(({ method }) => method === 'DELETE').map(({ url }) => url.slice(-2))
    expect(removed.toSorted()).toEqual(['r1', 'r2'])
  })

  test('one that stands is taken away also while it rests', async () => {
    const { typing, asked } = typingOver(({ url }, count) =>
      count === 2 ? refused(99991403) : { data: { reaction_id: url.includes('om_1') ? 'r1' : '' } },
    )
    await typing.start('om_1', never)
    await typing.start('om_2', never)
    await typing.stop('om_1', 'r1', never)
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', url: expect.stringMatching(/om_1\/reactions\/r1$/) })
  })

  test.each([99991672, 231001, 99991403])('after refusal %i it rests for half an hour', async code => {
    const { typing, asked, clock } = typingOver(() => refused(code))
    expect(await typing.start('om_1', never)).toBeUndefined()
    expect(await typing.start('om_2', never)).toBeUndefined()
    await typing.stop('om_2', undefined, never)
    await typing.done('om_2', never)
    expect(asked.filter(request => request.method === 'POST')).toHaveLength(1)
    clock.time += 31 * 60_000
    await typing.start('om_3', never)
    expect(asked.filter(request => request.method === 'POST')).toHaveLength(2)
  })

  test('no permission to look signs up does not keep us from adding them', async () => {
    const { typing, asked } = typingOver(request =>
      request.method === 'GET' ? refused(99991672) : { data: { reaction_id: 'r1' } },
    )
    await typing.stop('om_1', undefined, never)
    await typing.stop('om_1', undefined, never)
    expect(await typing.start('om_1', never)).toBe('r1')
    expect(asked.map(request => request.method)).toEqual(['GET', 'POST'])
  })

  test('a message that is gone harms nobody', async () => {
    const { typing } = typingOver(() => refused(231003))
    expect(await typing.start('om_1', never)).toBeUndefined()
    expect(await typing.start('om_2', never)).toBeUndefined()
  })

  test('is taken away even if the platform is away for a moment', async () => {
    const { typing, asked } = typingOver((_asked, count) => (count < 3 ? unreachable() : {}))
    await typing.stop('om_1', 'r1', never)
    expect(asked).toHaveLength(3)
  })

  test('a stop ends it before anything is asked, and what may be left is said', async () => {
    const { typing, asked } = typingOver(() => ({}))
    const signal = AbortSignal.abort()
    await expect(typing.start('om_1', signal)).rejects.toBeDefined()
    await expect(typing.stop('om_1', 'r1', signal)).rejects.toBeDefined()
    expect(asked).toEqual([])
  })

  test('"done" is a sign of its own', async () => {
    const { typing, asked } = typingOver(() => ({ data: { reaction_id: 'r1' } }))
    await typing.done('om_1', never)
    expect(asked).toMatchObject([{ data: { reaction_type: { emoji_type: 'DONE' } } }])
  })
})
