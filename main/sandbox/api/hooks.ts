import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { checkCard } from '../card-rules.ts'
import type { Hook } from '../hooks.ts'
import { answered, json, type SandboxEnv } from '../http.ts'
import { newId } from '../identifiers.ts'
import { parseJson } from '../json.ts'
import type { Message } from '../model.ts'
import type { Platform } from '../platform.ts'

const signature = { timestamp: z.coerce.string().optional(), sign: z.string().optional() }
const posted = z.discriminatedUnion('msg_type', [
  z.object({ ...signature, msg_type: z.literal('text'), content: z.object({ text: z.string().min(1) }) }),
  z.object({
    ...signature,
    msg_type: z.literal('post'),
    content: z.object({ post: z.record(z.string(), z.unknown()) }),
  }),
  z.object({ ...signature, msg_type: z.literal('image'), content: z.object({ image_key: z.string() }) }),
  z.object({ ...signature, msg_type: z.literal('share_chat'), content: z.object({ share_chat_id: z.string() }) }),
  z.object({ ...signature, msg_type: z.literal('interactive'), card: z.looseObject({}) }),
])
type Posted = z.output<typeof posted>
type Verdict = { readonly code: number; readonly msg: string }

const sizeLimit = 20 * 1024
const signatureAge = 3_600

/** The incoming webhook of a custom bot: no token, failures mostly with HTTP 200. */
export function mountHookRoute(http: Hono<SandboxEnv>, platform: Platform): void {
  const path = '/open-apis/bot/v2/hook/:id'
  http.post(path, context =>
    answered(platform, context, path, async fault => {
      if (fault)
        return reply({ code: fault.code ?? 11232, msg: fault.message ?? 'frequency limited' }, fault.status ?? 200)
      const hook = platform.hooks.find(context.req.param('id'))
      if (!hook) return reply({ code: 19001, msg: 'param invalid: incoming webhook access token invalid' }, 400)
      const text = await context.req.text()
      const parsed = posted.safeParse(parseJson(text))
      if (!parsed.success || Buffer.byteLength(text) > sizeLimit) return reply({ code: 9499, msg: 'Bad Request' })
      const refused = judge(platform, hook, parsed.data, text)
      if (refused) return reply(refused)
      platform.world.addMessage(hookMessage(hook, parsed.data, platform.clock.now()))
      return reply({ code: 0, msg: 'success' })
    }),
  )
}

function judge(platform: Platform, hook: Hook, message: Posted, text: string): Verdict | undefined {
  const now = platform.clock.now()
  if (hook.secret !== undefined && !isSigned(hook.secret, message, now)) {
    return { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' }
  }
  if (hook.keyword !== undefined && !text.includes(hook.keyword)) return { code: 19024, msg: 'Key Words Not Found' }
  if (message.msg_type === 'interactive' && 'violation' in checkCard(JSON.stringify(message.card)))
    return { code: 9499, msg: 'Bad Request' }
  if (!platform.limits.hook(hook.hookId, now)) return { code: 11232, msg: 'frequency limited' }
  return undefined
}

/** The key is `timestamp\nsecret`, the signed message empty. */
function isSigned(secret: string, { timestamp = '', sign = '' }: Posted, now: number): boolean {
  if (Math.abs(now / 1_000 - Number(timestamp)) > signatureAge) return false
  const expected = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest()
  const given = Buffer.from(sign, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function hookMessage(hook: Hook, message: Posted, at: number): Message {
  return {
    messageId: newId.messageId(),
    chatId: hook.chatId,
    author: { kind: 'app', appId: hook.hookId },
    createdAt: at,
    rootId: undefined,
    parentId: undefined,
    mentions: [],
    upperMessageId: undefined,
    type: message.msg_type,
    content: contentOf(message),
    threadId: undefined,
    cardId: undefined,
    updatedAt: at,
    edits: 0,
    state: 'present',
    reactions: [],
  }
}

function contentOf(message: Posted): string {
  if (message.msg_type === 'interactive') return JSON.stringify(message.card)
  return JSON.stringify(message.msg_type === 'post' ? message.content.post : message.content)
}

function reply({ code, msg }: Verdict, status = 200) {
  const body = code === 0 ? { StatusCode: 0, StatusMessage: 'success', code, data: {}, msg } : { code, data: {}, msg }
  return { response: json(status, body), code }
}
