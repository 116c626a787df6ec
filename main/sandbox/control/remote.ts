import { z } from 'zod'
import { fromWire, type AppError } from '../../contract/errors.ts'
import { worldControl } from './dispatch.ts'
import type { WorldControl } from './operations.ts'

const error = z.object({ code: z.string(), message: z.string() })
const reply = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error }),
])

/** Drives a sandbox in another process, with the same methods as in this one. */
export async function connectWorld(controlUrl: string, token: string): Promise<WorldControl> {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = reply.parse(await (await fetch(`${controlUrl}/control/${path}`, { ...init, headers })).json())
    if (answer.ok) return answer.value ?? undefined
    throw fromWire({ code: knownCode(answer.error.code), message: answer.error.message, hint: '' })
  }
  const names = z.array(z.string()).parse(await ask('operations', { method: 'GET' }))
  return worldControl(names, (name, input) => ask(name, { method: 'POST', body: JSON.stringify(input ?? {}) }))
}

/** `fromWire` itself turns a code it does not know into `internal`. */
const knownCode = (code: string): AppError['code'] => code as AppError['code']
