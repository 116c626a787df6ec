import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { CommonOptions } from '../host.ts'
import { say, sayJson } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & {
  readonly to?: string
  readonly message?: string
  readonly image?: string
  readonly file?: string
  readonly card?: string
  readonly post?: string
  readonly reply?: string
  readonly account?: string
  readonly json?: boolean
}

export function addSendCommand(program: Command): void {
  program
    .command('send')
    .description('send one message as the bot')
    .option('--to <id>', 'a chat (oc_…) or a person (ou_…)')
    .option('--message <text>', 'text, Markdown allowed')
    .option('--image <file>', 'a picture, at most 10 MB')
    .option('--file <file>', 'a file, at most 30 MB')
    .option('--card <file>', 'a card as JSON')
    .option('--post <file>', 'rich text as JSON')
    .option('--reply <id>', 'answer this message (om_…)')
    .option('--account <id>', 'the account that sends')
    .action(async (_options, command: Command) => send(command.optsWithGlobals<Options>()))
}

async function send(options: Options): Promise<void> {
  const { to, message, reply, account } = options
  // The running Perch has another working directory.
  const files = Object.fromEntries(
    (['image', 'file', 'card', 'post'] as const).flatMap(kind => {
      const path = options[kind]
      return path === undefined ? [] : [[kind, resolve(path)]]
    }),
  )
  const given = {
    ...(to && { to }),
    ...(message !== undefined && { message }),
    ...(reply && { reply }),
    ...(account !== undefined && { account }),
  }
  const sent = await withService(options, service => service.call('message.send', { ...given, ...files }))
  if (options.json) sayJson(sent)
  else say(`Sent ${sent.messageId}.`)
}
