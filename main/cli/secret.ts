import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { AppError } from '../contract/errors.ts'
import type { CommonOptions } from '../host.ts'
import { clock, complain, say, sayJson, table } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & { readonly json?: boolean }

export function addSecretCommands(program: Command): void {
  const secret = program
    .command('secret')
    .description('keep App Secrets and model keys, encrypted, outside of config.json')
  secret
    .command('set <name>')
    .description('store a secret under its configuration path; the value is read from standard input')
    .action(async (name: string, _options, command: Command) => set(name, command.optsWithGlobals<Options>()))
  secret
    .command('unset <name>')
    .description('remove a secret')
    .action(async (name: string, _options, command: Command) => {
      await withService(command.optsWithGlobals<Options>(), service => service.call('secret.unset', { name }))
      complain(`Removed ${name}.`)
    })
  secret
    .command('list')
    .description('names and hosts of the stored secrets, never their values')
    .action(async (_options, command: Command) => list(command.optsWithGlobals<Options>()))
}

async function set(name: string, options: Options): Promise<void> {
  if (process.stdin.isTTY) complain(`Paste the value of ${name}, then press Ctrl-D:`)
  const value = (await text(process.stdin)).trim()
  if (value === '') throw new AppError('bad-request', 'No value came on standard input.')
  await withService(options, service => service.call('secret.set', { name, value }))
  complain(`Stored ${name}.`)
}

async function list(options: Options): Promise<void> {
  const secrets = await withService(options, service => service.call('secret.list', {}))
  if (options.json) return sayJson(secrets)
  if (secrets.length === 0) return say('No secret is stored.')
  say(
    table(
      ['NAME', 'HOST', 'SINCE'],
      secrets.map(({ name, host, at }) => [name, host, clock(at)]),
    ),
  )
}
