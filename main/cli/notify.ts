import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { AppError } from '../contract/errors.ts'
import type { CommonOptions } from '../host.ts'
import { say, sayJson } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & {
  readonly message?: string
  readonly card?: string
  readonly post?: string
  readonly json?: boolean
}

export function addNotifyCommand(program: Command): void {
  program
    .command('notify')
    .description("post into a group through its own bot's webhook")
    .argument('<name|url>', 'a notifier of the configuration, or the address of a group bot')
    .option('--message <text>', 'plain text')
    .option('--card <file>', 'a card as JSON')
    .option('--post <file>', 'rich text as JSON')
    .action(async (to: string, _options, command: Command) => notify(to, command.optsWithGlobals<Options>()))
}

async function notify(to: string, options: Options): Promise<void> {
  const { message, card, post } = options
  const body = {
    ...(message !== undefined && { message }),
    ...(card !== undefined && { card: await textOf(card) }),
    ...(post !== undefined && { post: await textOf(post) }),
  }
  const done = await withService(options, service => service.call('notify.send', { to, ...body }))
  if (options.json) sayJson(done)
  else say(done.messages === 1 ? `Posted to ${done.to}.` : `Posted to ${done.to} in ${done.messages} messages.`)
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    throw new AppError('bad-request', `${path} can't be read.`, { cause: thrown })
  }
}
