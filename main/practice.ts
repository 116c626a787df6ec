import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './cli/output.ts'
import { chooseHome } from './config/home.ts'
import { AppError, fromWire } from './contract/errors.ts'
import { runUntilTold, serve, type Running } from './headless.ts'
import type { CommonOptions } from './host.ts'
import { openPracticeWorld } from './practice-world.ts'
import type { Sandbox } from './sandbox/sandbox.ts'

/** The practice home is a folder of its own, so that nothing of the real one is touched. */
const practiceHome = (options: CommonOptions): string =>
  options.home ?? join(chooseHome({ flag: undefined, env: process.env, userHome: homedir() }), 'practice')

type Practice = { readonly running: Running; readonly sandbox: Sandbox; stop(): Promise<void> }

/** A pretend Feishu, and a Perch that is connected to it through the real SDK; only the base URL differs. */
async function startPractice(options: PracticeOptions, print: (line: string) => void): Promise<Practice> {
  const home = practiceHome(options)
  const { sandbox, env, practice } = await openPracticeWorld(home)
  try {
    const running = await serve({ home, port: options.port ?? 0 }, print, env, practice)
    return {
      running,
      sandbox,
      stop: async () => {
        await running.stop()
        await sandbox.close()
      },
    }
  } catch (thrown) {
    await sandbox.close()
    throw thrown
  }
}

export type PracticeOptions = CommonOptions & { readonly port?: number; readonly story?: boolean }

/** Plays the first story in the terminal; then, unless only that was asked for, the same world waits in the browser. */
export async function practise(options: PracticeOptions): Promise<void> {
  await playFirstStory()
  if (options.story) return
  say('\nNow you: open the address below and play it by clicks. Ctrl-C ends it.\n')
  const practice = await startPractice(options, say)
  await runUntilTold({ log: practice.running.log, stop: () => practice.stop() })
}

/** A stranger writes, is held, is allowed, and gets the answer streamed; in a world that is thrown away afterwards. */
async function playFirstStory(): Promise<void> {
  say('Practice: a pretend Feishu on this computer. No account, no key, no network.')
  const home = await mkdtemp(join(tmpdir(), 'perch-story-'))
  try {
    const practice = await startPractice({ home }, () => undefined)
    try {
      await tell(practice)
    } finally {
      await practice.stop()
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function tell({ running, sandbox }: Practice): Promise<void> {
  const { world } = sandbox
  await waitFor('the connection', () => running.app.hub.state().accounts['default']?.state === 'online')
  const ann = await world.createPerson({ name: 'Ann' })

  say('\n1. Ann, a stranger, writes to the bot:')
  const hello = await world.say({
    person: ann.openId,
    text: 'Hello! Who are you, and what is in my workspace?',
  })
  await quote('Ann', 'Hello! Who are you, and what is in my workspace?')
  const [held] = await waitFor('the first reply', async () => some(await world.replies({ messageId: hello.messageId })))
  say('\n2. Perch does not know her. Her message waits, and she gets a code and her own Open ID:')
  await quote('Perch', held?.text ?? '')

  const [person] = await waitFor('the pending person', () =>
    some(running.app.hub.state().pending.filter(one => one.openId === ann.openId)),
  )
  const code = person?.pairingCode ?? ann.openId
  say(`\n3. You let her in:\n     $ perch allow ${code}`)
  const reply = await running.app.call('people.allow', { id: code }, new AbortController().signal)
  if (!reply.ok) throw fromWire(reply.error)
  say(`     Allowed ${ann.openId}.`)

  say('\n4. The message that waited is answered, streamed into a card:')
  await follow(world, hello.messageId, held?.messageId)
  say('\nThat was the real code: only the platform and the model were pretended.')
  say('Use it with your own bot: see README.md.')
}

/** Prints the answer as it grows in the chat, until it stands. */
async function follow(world: Sandbox['world'], messageId: string, held: string | undefined): Promise<void> {
  let shown = ''
  const isNew = (text: string) => text !== '' && text !== shown
  await waitFor('the answer', async () => {
    const answer = (await world.replies({ messageId })).find(message => message.messageId !== held)
    if (!answer) return false
    if (isNew(answer.text)) {
      await quote(answer.card?.streaming ? 'Perch …' : 'Perch', added(shown, answer.text))
      shown = answer.text
    }
    const typing = (await world.message({ messageId })).reactions.length > 0
    return !answer.card?.streaming && !typing
  })
}

/** Only what is new when the text grew; all of it when it changed. */
const added = (before: string, after: string): string =>
  (after.startsWith(before) ? after.slice(before.length) : after).trim()

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined)

/** The lines of a card or a message as a terminal shows them: without colour tags and invisible fillers. */
const plain = (text: string): readonly string[] =>
  text
    .replaceAll(/<\/?font[^>]*>|\u200b/g, '')
    .split('\n')
    .filter((line, index, all) => line.trim() !== '' || (all[index - 1] ?? '').trim() !== '')

function quote(who: string, text: string): Promise<void> {
  for (const line of plain(text)) say(`     ${who}: ${line}`)
  return sleep(400)
}

/** Waits at most 30 s; on a computer that is that slow, the sentence says what did not come. */
async function waitFor<T>(what: string, check: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  for (let tries = 0; tries < 300; tries++) {
    const value = await check()
    if (value) return value as NonNullable<Exclude<T, false>> // falsy values were sorted out in the line above
    await sleep(100)
  }
  throw new AppError('internal', `Waited 30 seconds for ${what}.`)
}
