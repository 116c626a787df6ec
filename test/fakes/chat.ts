import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent, AgentRequest } from '../../main/agent/agent.ts'
import type { TurnEvent } from '../../main/agent/turn.ts'
import { silentLogger } from '../../main/base/logger.ts'
import type { BurstTiming } from '../../main/chat/bursts.ts'
import { createChat, type Chat } from '../../main/chat/chat.ts'
import { OwnerCodes } from '../../main/chat/claim.ts'
import type { Arrival } from '../../main/contract/arrival.ts'
import { Config, type AccountConfig } from '../../main/contract/config.ts'
import { AppError } from '../../main/contract/errors.ts'
import type { Fact } from '../../main/contract/facts.ts'
import type { FateView } from '../../main/contract/state.ts'
import { createCopies } from '../../main/service/outgoing.ts'
import { createMedia } from '../../main/documents/media.ts'
import { openStore, type Store } from '../../main/store/store.ts'
import { FakeChannel } from './channel.ts'

export type Script = (request: AgentRequest) => AsyncIterable<TurnEvent>

/** An agent that does what a script says; `echoes` answers with the question. */
export const scriptedAgent = (script: Script): Agent => ({
  run: script,
  describe: () => ({ provider: 'scripted', model: 'm', ready: true }),
  check: () => Promise.resolve({ provider: 'scripted', model: 'm', ready: true }),
})

export const echoes: Script = async function* (request) {
  yield { type: 'text-added', text: `echo: ${request.text}` }
  yield { type: 'messages-added', messages: [{ role: 'user', content: request.text }] }
  yield { type: 'turn-ended', reason: 'done' }
}

let count = 0

/** A message as the fake channel understands it. */
export function arrival(text: string, over: Partial<Arrival> & { mention?: boolean; kind?: string } = {}): Arrival {
  const { mention, kind, ...rest } = over
  count++
  return {
    account: 'default',
    eventId: `event-${count}`,
    messageId: `om_${count}`,
    chatId: 'oc_dm',
    chatType: 'p2p',
    senderId: 'ou_ann',
    senderType: 'user',
    senderTenant: 't',
    botTenant: 't',
    createdAt: count,
    raw: JSON.stringify({ text, mention, kind }),
    ...rest,
  }
}

export type TestChat = Awaited<ReturnType<typeof startChat>>

type Options = {
  account?: Partial<AccountConfig>
  script?: Script
  dir?: string
  channel?: FakeChannel
  now?: () => number
  /** How close together messages are one question; none of them by default. */
  bursts?: BurstTiming
  isSaving?: () => boolean
  doctor?: () => Promise<string>
}

/** The whole path of a message on the real store, between a fake channel and a scripted agent. */
export async function startChat({
  account = {},
  script = echoes,
  dir,
  channel = new FakeChannel(),
  now = Date.now,
  bursts = { gap: 0, most: 0 },
  isSaving = () => false,
  doctor = async () => 'all is well',
}: Options = {}) {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'perch-chat-'))
  const store: Store = await openStore({ file: join(folder, 'perch.db'), now, log: silentLogger, version: '0.0.0' })
  const config = { ...Config.parse({}).channels.lark, allowFrom: ['ou_ann'], ...account }
  const facts: Fact[] = []
  const codes = new OwnerCodes(now)
  const chat: Chat = createChat({
    store,
    agent: scriptedAgent(script),
    media: createMedia({
      root: join(folder, 'media'),
      received: store.received,
      transcriber: () => undefined,
      now,
      log: silentLogger,
      mark: () => Promise.resolve(true),
    }),
    copies: createCopies(join(folder, 'media', '.outgoing')),
    isSaving,
    bursts,
    channel: () => channel,
    account: () => config,
    isPaused: () => false,
    language: () => 'auto',
    status: () => 'fine',
    doctor,
    allowCode: async (_account, code) => {
      const person = await chat.people.byCode(code)
      if (!person) throw new AppError('pairing-code-unknown', 'unknown')
      config.allowFrom.push(person.openId)
      await chat.pipeline.policyChanged()
      return person.openId
    },
    claims: { codes, own: async (_account, openId) => void config.ownerIds.push(openId) },
    publish: fact => void facts.push(fact),
    now,
    log: silentLogger,
  })
  const { people, sessions, pipeline } = chat
  const sink = pipeline.sink('default')
  const rows = (): FateView[] => facts.flatMap(fact => (fact.type === 'event-fated' ? [fact.entry] : []))
  return {
    folder,
    store,
    config,
    codes,
    channel,
    people,
    sessions,
    pipeline,
    files: chat.files,
    facts,
    say: (text: string, over: Parameters<typeof arrival>[1] = {}) => sink.message(arrival(text, over)),
    deliver: sink.message,
    recall: sink.recalled,
    /** Every fate that a message had, in order. */
    fatesOf: (messageId: string) =>
      rows()
        .filter(row => row.messageId === messageId)
        .map(row => row.fate),
    lastFates: () => [...new Map(rows().map(row => [row.messageId, row.fate])).values()],
    async stop({ keep = false, grace = 2000 } = {}) {
      await chat.close(grace)
      await store.close()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Waits until `check` gives something true; the message says what never came. */
export async function until<T>(what: string, check: () => T | Promise<T>, within = 10_000): Promise<NonNullable<T>> {
  const end = Date.now() + within
  for (;;) {
    const value = await check()
    if (value) return value
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
