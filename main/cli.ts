import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { addConfigCommands } from './cli/config.ts'
import { addImportCommand } from './cli/import.ts'
import { addLogsCommand } from './cli/logs.ts'
import { addNotifyCommand } from './cli/notify.ts'
import { addDoctorCommand } from './cli/doctor.ts'
import { EXIT, explain } from './cli/output.ts'
import { addPeopleCommands } from './cli/people.ts'
import { addSecretCommands } from './cli/secret.ts'
import { addSendCommand } from './cli/send.ts'
import { addStatusCommand } from './cli/status.ts'
import { isAppError } from './contract/errors.ts'
import { version } from './host.ts'
import type { PracticeOptions } from './practice.ts'

const port = (typed: string): number => {
  const value = Number(typed)
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It is a number from 0 to 65535.')
  return value
}

function addServeCommands(program: Command): void {
  program
    .command('serve')
    .description('run without a window; the screens are served on this computer')
    .option('--host <host>', 'listen there instead of 127.0.0.1')
    .option('--port <number>', '0 picks a free one', port)
    .option('--verbose', 'print the log to standard error')
    .option('--i-know-this-is-public', 'allow a host that others can reach; put TLS in front')
    .action(async (_options, command: Command) => {
      const { serveForever } = await import('./headless.ts')
      await serveForever(command.optsWithGlobals())
    })
  program
    .command('practice')
    .description('try everything with a pretend Feishu and a practice model: no account, no key, no network')
    .option('--port <number>', 'where the screens are served; a free one by default', port)
    .option('--story', 'only play the first story here, then end')
    .action(async (_options, command: Command) => {
      const { practise } = await import('./practice.ts')
      await practise(command.optsWithGlobals<PracticeOptions>())
    })
}

function createProgram(): Command {
  const program = new Command('perch')
    .description('An AI agent on your own computer that answers on Feishu and Lark.')
    .version(version)
    .option(
      '--home <folder>',
      "where Perch keeps everything (PERCH_HOME; else the desktop's folder, where there is one; else ~/.perch)",
    )
    .option('--config <file>', 'another config.json')
    .option('--json', 'answer with one JSON value')
    .exitOverride()
    .showHelpAfterError('(perch --help shows the commands)')
  addServeCommands(program)
  addStatusCommand(program)
  addDoctorCommand(program)
  addPeopleCommands(program)
  addSendCommand(program)
  addNotifyCommand(program)
  addLogsCommand(program)
  addConfigCommands(program)
  addSecretCommands(program)
  addImportCommand(program)
  // Subcommands inherit neither of these from commander.
  const each = (command: Command) => {
    command.exitOverride()
    command.commands.forEach(each)
  }
  each(program)
  return program
}

async function main(): Promise<void> {
  try {
    await createProgram().parseAsync(process.argv)
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? EXIT.done : EXIT.usage
      return
    }
    explain(thrown)
    process.exitCode = isAppError(thrown) && thrown.code === 'bad-request' ? EXIT.usage : EXIT.failed
  }
}

process.on('uncaughtException', thrown => {
  explain(thrown)
  process.exit(EXIT.failed)
})
// A reader such as `head` that closes early ends the output, it is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed),
)

void main()
