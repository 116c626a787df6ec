import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { withoutPlace } from '../config/orphans.ts'
import type { Value } from '../config/parse.ts'
import { cleanSecret } from '../config/secrets.ts'
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
      const was = await withService(command.optsWithGlobals<Options>(), async service => {
        const stored = await service.call('secret.list', {})
        await service.call('secret.unset', { name })
        return stored.some(secret => secret.name === name)
      })
      complain(was ? `Removed ${name}.` : `Nothing was stored under ${name}.`)
    })
  secret
    .command('list')
    .description('names and hosts of the stored secrets, never their values')
    .action(async (_options, command: Command) => list(command.optsWithGlobals<Options>()))
}

async function set(name: string, options: Options): Promise<void> {
  if (process.stdin.isTTY) complain(`Paste the value of ${name}, then press Ctrl-D:`)
  const value = secretIn(await buffer(process.stdin))
  await withService(options, service => service.call('secret.set', { name, value }))
  complain(`Stored ${name}.`)
}

const LARGEST = 64 * 1024

/** A secret as it came on standard input. Throws `AppError('bad-request')` for what can't be one; it is never quoted. */
export function secretIn(bytes: Uint8Array): string {
  const no = (why: string) => new AppError('bad-request', `${why} came on standard input.`)
  if (bytes.length > LARGEST) throw no(`More than ${LARGEST} bytes`)
  const value = cleanSecret(textOf(bytes) ?? '\0')
  if (value === '') throw no('No value')
  // a key stands in a header of a request, which takes one line of text
  if (/\p{Cc}/u.test(value)) throw no('Something else than one line of UTF-8 text')
  return value
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined
    throw thrown
  }
}

async function list(options: Options): Promise<void> {
  const { secrets, config } = await withService(options, async service => ({
    secrets: await service.call('secret.list', {}),
    config: await service.call('config.get', {}),
  }))
  if (options.json) return sayJson(secrets)
  if (secrets.length === 0) return say('No secret is stored.')
  say(
    table(
      ['NAME', 'HOST', 'SINCE'],
      secrets.map(({ name, host, at }) => [name, host, clock(at)]),
    ),
  )
  const names = secrets.map(({ name }) => name)
  // what config.get answers is read from JSON
  for (const name of withoutPlace(names, config as Value))
    complain(`${name} belongs to nothing in config.json. Remove it with: perch secret unset ${name}`)
}
