import { array, assert, asyncProperty, integer } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../../main/sandbox/sandbox.ts'
import { call, connect, sandbox, token } from './support.ts'

const streaming = (elements: readonly unknown[] = [{ tag: 'markdown', element_id: 'answer', content: '' }]) =>
  JSON.stringify({ schema: '2.0', config: { streaming_mode: true }, body: { elements } })

async function card(box: Sandbox, data = streaming()): Promise<string> {
  const answer = await call(box, 'POST', '/cardkit/v1/cards', { type: 'card_json', data })
  return (answer.body['data'] as { card_id: string }).card_id
}

const write = async (box: Sandbox, id: string, sequence: number, content = 'x', more: object = {}) =>
  (await call(box, 'PUT', `/cardkit/v1/cards/${id}/elements/answer/content`, { content, sequence, ...more })).code

async function send(box: Sandbox, person: string, cardId: string) {
  const content = JSON.stringify({ type: 'card', data: { card_id: cardId } })
  const answer = await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', {
    receive_id: person,
    msg_type: 'interactive',
    content,
  })
  return {
    code: answer.code,
    messageId: (answer.body['data'] as { message_id?: string } | undefined)?.message_id ?? '',
  }
}

describe('card entities', () => {
  test('are sent once', async () => {
    const box = await sandbox()
    const { openId } = await box.world.createPerson({ name: 'Ann' })
    const id = await card(box)
    expect(id).toMatch(/^\d{1,20}$/)
    expect((await send(box, openId, id)).code).toBe(0)
    expect((await send(box, openId, id)).code).toBe(230099)
  })

  test('take any list of writes of which exactly the growing ones succeed', async () => {
    const box = await sandbox({ limits: { enabled: false } })
    await assert(
      asyncProperty(array(integer({ min: -3, max: 12 }), { maxLength: 8 }), async sequences => {
        const id = await card(box)
        let last = 0
        for (const sequence of sequences) {
          const code = await write(box, id, sequence)
          expect(code).toBe(sequence > last ? 0 : 300317)
          last = Math.max(last, sequence)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('count content, settings and element writes in one sequence', async () => {
    const box = await sandbox()
    const id = await card(box)
    expect(await write(box, id, 5)).toBe(0)
    const settings = { settings: '{"config":{"streaming_mode":false}}' }
    expect((await call(box, 'PATCH', `/cardkit/v1/cards/${id}/settings`, { ...settings, sequence: 5 })).code).toBe(
      300317,
    )
    expect((await call(box, 'PATCH', `/cardkit/v1/cards/${id}/settings`, { ...settings, sequence: 6 })).code).toBe(0)
    expect(await write(box, id, 7)).toBe(300309)
  })

  test('do a write with a repeated uuid once', async () => {
    const box = await sandbox()
    const id = await card(box)
    expect(await write(box, id, 1, 'a', { uuid: 'w1' })).toBe(0)
    expect(await write(box, id, 1, 'a', { uuid: 'w1' })).toBe(0)
    expect(await write(box, id, 1, 'a', { uuid: 'w2' })).toBe(300317)
  })

  test('refuse content for what is no text: 300313', async () => {
    const box = await sandbox()
    const id = await card(box, streaming([{ tag: 'hr', element_id: 'answer' }]))
    expect(await write(box, id, 1)).toBe(300313)
  })

  test('stop streaming by themselves after ten minutes, tell so once, and can be opened again', async () => {
    const box = await sandbox()
    const id = await card(box)
    expect(await write(box, id, 1)).toBe(0)
    await box.world.advanceClock({ milliseconds: 10 * 60_000 })
    expect([await write(box, id, 2), await write(box, id, 2), await write(box, id, 2)]).toEqual([
      200850, 300309, 300309,
    ])
    const settings = '{"config":{"streaming_mode":true}}'
    expect((await call(box, 'PATCH', `/cardkit/v1/cards/${id}/settings`, { settings, sequence: 2 })).code).toBe(0)
    expect(await write(box, id, 3)).toBe(0)
  })

  test('take ten writes a second: the eleventh is 230020', async () => {
    const box = await sandbox({ now: () => 1_700_000_000_000 })
    const id = await card(box)
    const bearer = await token(box)
    const codes = []
    for (let sequence = 1; sequence <= 11; sequence++) {
      codes.push(
        (await call(box, 'PUT', `/cardkit/v1/cards/${id}/elements/answer/content`, { content: 'x', sequence }, bearer))
          .code,
      )
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 0), 230020])
  })

  test('change by elements and in batches, all or nothing', async () => {
    const box = await sandbox()
    const { openId } = await box.world.createPerson({ name: 'Ann' })
    const id = await card(box)
    const { messageId } = await send(box, openId, id)
    const root = `/cardkit/v1/cards/${id}`
    const steps = JSON.stringify([{ tag: 'markdown', element_id: 'steps', content: 'one' }])
    expect(
      (
        await call(box, 'POST', `${root}/elements`, {
          type: 'insert_before',
          target_element_id: 'answer',
          elements: steps,
          sequence: 1,
        })
      ).code,
    ).toBe(0)
    expect((await call(box, 'POST', `${root}/elements`, { type: 'append', elements: steps, sequence: 2 })).code).toBe(
      300301,
    )
    expect(
      (await call(box, 'PATCH', `${root}/elements/steps`, { partial_element: '{"content":"two"}', sequence: 2 })).code,
    ).toBe(0)
    expect(
      (
        await call(box, 'PUT', `${root}/elements/answer`, {
          element: '{"tag":"markdown","element_id":"answer","content":"done"}',
          sequence: 3,
        })
      ).code,
    ).toBe(0)
    expect((await box.world.message({ messageId })).card?.text).toBe('two\ndone')
    const bad = JSON.stringify([
      { action: 'delete_elements', params: { element_ids: ['steps'] } },
      { action: 'delete_elements', params: { element_ids: ['none'] } },
    ])
    expect((await call(box, 'POST', `${root}/batch_update`, { actions: bad, sequence: 4 })).code).toBe(300313)
    expect((await box.world.message({ messageId })).card?.text).toBe('two\ndone')
    const good = JSON.stringify([
      { action: 'delete_elements', params: { element_ids: ['steps'] } },
      { action: 'partial_update_setting', params: { settings: { config: { streaming_mode: false } } } },
    ])
    expect((await call(box, 'POST', `${root}/batch_update`, { actions: good, sequence: 4 })).code).toBe(0)
    expect((await box.world.message({ messageId })).card).toMatchObject({ text: 'done', streaming: false })
    expect((await call(box, 'DELETE', `${root}/elements/answer`, { sequence: 5 })).code).toBe(0)
  })
})

describe('pressing a button', () => {
  const withButton = JSON.stringify({
    schema: '2.0',
    body: {
      elements: [
        { tag: 'button', text: { tag: 'plain_text', content: 'Go' }, behaviors: [{ type: 'callback', value: 1 }] },
      ],
    },
  })

  async function pressed(answer: unknown, options: { connect?: boolean; cardCallback?: boolean } = {}) {
    const box = await sandbox({ ackTimeout: 200 })
    const { openId } = await box.world.createPerson({ name: 'Ann' })
    if (options.connect !== false) {
      await connect(box, {
        'card.action.trigger': () => {
          if (answer instanceof Error) throw answer
          return typeof answer === 'function' ? (answer() as unknown) : answer
        },
      })
    }
    await box.world.changeApp({ cardCallback: options.cardCallback ?? true })
    const sent = await call(box, 'POST', '/im/v1/messages?receive_id_type=open_id', {
      receive_id: openId,
      msg_type: 'interactive',
      content: withButton,
    })
    const { message_id: messageId } = sent.body['data'] as { message_id: string }
    return box.world.press({ person: openId, messageId, control: 'Go' })
  }

  test.each([
    { what: 'nothing', answer: undefined, shows: { kind: 'done', cardReplaced: false } },
    { what: 'an empty object', answer: {}, shows: { kind: 'done', cardReplaced: false } },
    {
      what: 'a toast',
      answer: { toast: { type: 'error', content: 'no' } },
      shows: { kind: 'done', toast: { type: 'error', content: 'no' } },
    },
    { what: 'a string', answer: 'fine', shows: { kind: 'error', code: 200672 } },
    { what: 'an unknown key', answer: { card_json: {} }, shows: { kind: 'error', code: 200672 } },
    {
      what: 'a bad card',
      answer: { card: { type: 'raw', data: { schema: '2.0', elements: [] } } },
      shows: { kind: 'error', code: 200672 },
    },
    { what: 'a failure', answer: new Error('broken'), shows: { kind: 'error', code: 200671 } },
    {
      what: 'too late',
      answer: () => new Promise(resolve => setTimeout(resolve, 400)),
      shows: { kind: 'error', code: 200341 },
    },
  ])('answered with $what', async ({ answer, shows }) => {
    expect(await pressed(answer)).toMatchObject(shows)
  })

  test('without a connection, and without a callback in the console, is an error', async () => {
    expect(await pressed({}, { connect: false })).toMatchObject({ kind: 'error', code: 200342 })
    expect(await pressed({}, { cardCallback: false })).toMatchObject({ kind: 'error', code: 200340 })
  })
})
