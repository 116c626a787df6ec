import { InvalidArgumentError, type Command } from 'commander'
import { readLogs } from '../base/log-files.ts'
import { levels, showLogLine, type Level } from '../base/log-line.ts'
import { homeOf, type CommonOptions } from '../host.ts'
import { say } from './output.ts'

type Options = CommonOptions & {
  readonly follow?: boolean
  readonly level?: Level
  readonly grep?: string
  readonly json?: boolean
}

export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .description('print the log; it holds IDs, sizes, times and fates, never message text')
    .option('-f, --follow', 'keep printing what comes')
    .option('--level <level>', `only this level and worse: ${levels.join(', ')}`, asLevel)
    .option('--grep <text>', 'only lines that contain this')
    .action(async (_options, command: Command) => logs(command.optsWithGlobals<Options>()))
}

function asLevel(typed: string): Level {
  const level = levels.find(known => known === typed)
  if (!level) throw new InvalidArgumentError(`It is one of ${levels.join(', ')}.`)
  return level
}

async function logs({ follow = false, level, grep, json, ...options }: Options): Promise<void> {
  const { logs: dir } = await homeOf(options)
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  const query = { dir, follow, signal: end.signal, ...(level && { level }), ...(grep !== undefined && { grep }) }
  for await (const { raw, line } of readLogs(query)) say(json || !line ? raw : showLogLine(line))
}
