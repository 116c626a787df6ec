import { z } from 'zod'
import { parseJson } from './json.ts'
import type { App } from './model.ts'
import type { Form } from './multipart.ts'
import type { Platform } from './platform.ts'
import { invalidFields, Refusal } from './refusal.ts'

/** What an endpoint answers: under `data`, beside `code`, or bytes. */
export type EndpointAnswer =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'flat'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name: string; readonly contentType: string }

/** A request as it came in; nothing of it is checked yet. */
export type RawCall = {
  readonly platform: Platform
  readonly app: App
  readonly now: number
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly text: () => Promise<string>
  readonly form: () => Promise<Form>
}

type Call<B, Q> = RawCall & { readonly body: B; readonly checked: Q }

type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One API of the platform, ready to be mounted. */
export type Endpoint = {
  readonly method: HttpMethod
  readonly path: string
  /** Any one of these scopes opens it; none means that no scope is needed. */
  readonly scopes: readonly string[]
  readonly run: (raw: RawCall) => Promise<EndpointAnswer>
}

type Definition<B extends z.ZodType, Q extends z.ZodType> = {
  readonly method: HttpMethod
  readonly path: string
  readonly scopes?: readonly string[]
  readonly body?: B
  readonly query?: Q
  readonly run: (call: Call<z.output<B>, z.output<Q>>) => EndpointAnswer | Promise<EndpointAnswer>
}

const nothing = z.unknown()

/** Declares one API: its body and query are checked before `run` sees them (9499, 99992402). */
export function endpoint<B extends z.ZodType = typeof nothing, Q extends z.ZodType = typeof nothing>(
  definition: Definition<B, Q>,
): Endpoint {
  const { method, path, scopes = [], body, query } = definition
  return {
    method,
    path,
    scopes,
    run: async raw => {
      const checked = check(query ?? nothing, raw.query)
      const parsedBody = body ? check(body, parseBody(await raw.text())) : undefined
      // without a schema the type parameter is `unknown`, which any value satisfies
      return definition.run({ ...raw, body: parsedBody as z.output<B>, checked: checked as z.output<Q> })
    },
  }
}

export const data = (value: unknown = {}): EndpointAnswer => ({ kind: 'data', data: value })
export const flat = (fields: Readonly<Record<string, unknown>>): EndpointAnswer => ({ kind: 'flat', fields })

function check(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalidFields(parsed.error.issues.map(issue => ({ field: issue.path.join('.'), description: issue.message })))
}

/** The path parameter that the route declares. */
export function param(raw: RawCall, name: string): string {
  const value = raw.params[name]
  if (value === undefined) throw invalidFields([{ field: name, description: `${name} is required` }])
  return value
}

function parseBody(text: string): unknown {
  const value = text.trim() === '' ? {} : parseJson(text)
  if (value === undefined) throw new Refusal(9499, 'Bad Request')
  return value
}
