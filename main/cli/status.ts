import type { Command } from 'commander'
import type { StatusReport } from '../contract/calls.ts'
import type { CommonOptions } from '../host.ts'
import { clock, complain, say, sayJson } from './output.ts'
import { withService } from './service.ts'

type Options = CommonOptions & { readonly probe?: boolean; readonly json?: boolean }

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('how each account is connected, and what runs now')
    .option('--probe', 'ask the platform and the model provider now; works without a running Perch')
    .action(async (_options, command: Command) => status(command.optsWithGlobals<Options>()))
}

async function status(options: Options): Promise<void> {
  const probe = options.probe ?? false
  const { report, link } = await withService(
    options,
    async service => ({
      report: await service.call('status.get', { probe }),
      link: service.running ? (await service.call('screens.link', {})).url : undefined,
    }),
    { onlyRunning: !probe },
  )
  if (options.json) sayJson(report)
  else show(report, link)
  if (report.accounts.some(account => account.state === 'failed')) {
    complain('perch: at least one account has failed.')
    process.exitCode = 1
  }
}

function show(report: StatusReport, link: string | undefined): void {
  say(`perch ${report.version} · pid ${report.pid} · home ${report.home}`)
  for (const account of report.accounts) {
    const bot = account.bot ? ` as ${account.bot.name} (${account.bot.openId})` : ''
    say(
      `${account.id}: ${account.state} since ${clock(account.since)}${bot} · ${account.appId || 'no App ID'} · ${account.domain}`,
    )
    if (account.reason) say(`  ${account.reason} ${account.hint ?? ''}`.trimEnd())
    say(`  API calls in ${account.quota.month}: ${account.quota.calls} of ${account.quota.limit}`)
  }
  if (report.accounts.length === 0) say('No account yet: set channels.lark.appId and its secret.')
  const { llm, queue } = report
  say(`model: ${llm.provider} ${llm.model} · ${llm.ready ? 'ready' : (llm.reason ?? 'not ready')}`)
  say(`queue: ${queue.waiting} waiting, ${queue.running} running`)
  if (link) say(`screens: ${link}`)
}
