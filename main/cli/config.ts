import type { Command } from 'commander'
import { checkParsed } from '../config/check.ts'
import { readConfigFile } from '../config/file.ts'
import { formatProblem } from '../config/problems.ts'
import { configJsonSchema } from '../config/schema.ts'
import { configFileOf, type CommonOptions } from '../host.ts'
import { complain, say, sayJson } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & { readonly json?: boolean }

export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('read and change config.json; comments in it survive')
  config
    .command('get [path]')
    .description('print a value, defaults included; secrets are never shown')
    .action(async (path: string | undefined, _options, command: Command) =>
      get(path ?? '', command.optsWithGlobals<Options>()),
    )
  config
    .command('set <path> <value>')
    .description('set a value: JSON where it parses as JSON, else text')
    .action(async (path: string, value: string, _options, command: Command) => {
      await withService(command.optsWithGlobals<Options>(), service =>
        service.call('config.set', { path, value: asValue(value) }),
      )
      complain(`Set ${path}.`)
    })
  config
    .command('unset <path>')
    .description('go back to the default')
    .action(async (path: string, _options, command: Command) => {
      await withService(command.optsWithGlobals<Options>(), service => service.call('config.unset', { path }))
      complain(`Unset ${path}.`)
    })
  config
    .command('path')
    .description('print where the file is')
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<Options>()
      const path = await configFileOf(options)
      if (options.json) sayJson(path)
      else say(path)
    })
  config
    .command('schema')
    .description('print the JSON Schema of config.json')
    .action(() => sayJson(configJsonSchema()))
  config
    .command('check')
    .description('name every mistake in the file with its line')
    .action(async (_options, command: Command) => check(command.optsWithGlobals<Options>()))
}

async function get(path: string, options: Options): Promise<void> {
  const value = await withService(options, service => service.call('config.get', { path }))
  if (options.json || typeof value !== 'string') sayJson(value)
  else say(value)
}

function asValue(typed: string): unknown {
  try {
    return JSON.parse(typed)
  } catch {
    return typed // not JSON, so it is the text itself
  }
}

async function check(options: Options): Promise<void> {
  const file = await configFileOf(options)
  const { problems } = checkParsed(await readConfigFile(file))
  if (options.json) sayJson(problems)
  else for (const problem of problems) say(formatProblem(problem, file))
  if (problems.some(({ severity }) => severity === 'error')) process.exitCode = 1
  else if (!options.json && problems.length === 0) say(`${file} is fine.`)
}
