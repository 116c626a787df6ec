import type { Command } from 'commander'
import type { CommonOptions } from '../host.ts'
import { clock, say, sayJson, table } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & { readonly account?: string; readonly json?: boolean }

export function addPeopleCommands(program: Command): void {
  program
    .command('people')
    .description('list everyone who ever wrote, with Open ID and standing')
    .option('--account <id>', 'only this account')
    .action(async (_options, command: Command) => list(command.optsWithGlobals<Options>()))
  program
    .command('allow <id>')
    .description('let a person (ou_…), a group (oc_…) or the holder of a pairing code use the bot')
    .option('--account <id>', 'the account that is meant')
    .action(async (id: string, _options, command: Command) => change('allow', id, command.optsWithGlobals<Options>()))
  program
    .command('deny <id>')
    .description('shut a person or a group out')
    .option('--account <id>', 'the account that is meant')
    .action(async (id: string, _options, command: Command) => change('deny', id, command.optsWithGlobals<Options>()))
}

async function list(options: Options): Promise<void> {
  const people = await withService(options, service =>
    service.call('people.list', options.account === undefined ? {} : { account: options.account }),
  )
  if (options.json) return sayJson(people)
  if (people.length === 0) return say('Nobody has written yet.')
  const rows = people.map(person => [
    person.standing,
    person.openId,
    person.name,
    person.account,
    String(person.messages),
    clock(person.lastSeen),
    person.pairingCode ?? '',
  ])
  say(table(['STANDING', 'OPEN ID', 'NAME', 'ACCOUNT', 'MESSAGES', 'LAST SEEN', 'CODE'], rows))
}

async function change(action: 'allow' | 'deny', id: string, options: Options): Promise<void> {
  const target = options.account === undefined ? { id } : { id, account: options.account }
  const result = await withService(options, service => service.call(`people.${action}`, target))
  if (options.json) return sayJson(result)
  say(
    'allowed' in result
      ? `Allowed ${result.allowed} (account ${result.account}).`
      : `Denied ${result.denied} (account ${result.account}).`,
  )
}
