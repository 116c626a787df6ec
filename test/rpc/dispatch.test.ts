import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AppError } from '../../main/contract/errors.ts'
import { dispatch } from '../../main/rpc/dispatch.ts'
import { smallService } from './service.ts'

const never = new AbortController().signal

async function answerTo(name: unknown, input: unknown) {
  const reported: AppError[] = []
  const reply = await dispatch(smallService().handlers, name, input, never, error => reported.push(error))
  return { reply, reported }
}

describe('what comes over the border', () => {
  test.each([
    { name: 'no.such.call', input: {} },
    { name: 'constructor', input: {} },
    { name: '__proto__', input: {} },
    { name: 'hasOwnProperty', input: {} },
    { name: undefined, input: {} },
    { name: ['status.get'], input: {} },
    { name: Symbol('status.get'), input: {} },
    { name: 'people.allow', input: undefined },
    { name: 'people.allow', input: { id: 5 } },
    { name: 'fates.read', input: { limit: 1e9 } },
  ])('$name with $input is refused', async ({ name, input }) => {
    const { reply, reported } = await answerTo(name, input)
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    expect(reported).toHaveLength(1)
  })

  test('a refusal never repeats what was handed in', async () => {
    const { reply } = await answerTo('secret.set', { name: '', value: { hunter2: 'hunter2' } })
    expect(JSON.stringify(reply)).not.toContain('hunter2')
  })

  test('a call gets its input with the defaults of the schema', async () => {
    expect((await answerTo('config.get', undefined)).reply).toMatchObject({ ok: true, value: { path: '' } })
  })

  test('the cause of a failure goes to the report and not to the reply', async () => {
    const { reply, reported } = await answerTo('config.unset', { path: 'a' })
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(reply)).not.toContain('password')
    expect(reported[0]?.cause).toMatchObject({ message: 'a stack with a password in it' })
  })

  test('nothing whatever makes it throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), async (name, input) => {
        const { reply } = await answerTo(name, input)
        expect(reply.ok).toBe(false)
      }),
    )
  })
})
