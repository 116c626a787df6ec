import { homedir } from 'node:os'
import { resolve } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import type { Host } from './service/host-port.ts'
import { createLog } from './base/log.ts'
import { createRedactor } from './base/redact.ts'
import { chooseHome, commandHome, desktopHome, holdsHome, openHome, type Candidate, type Paths } from './config/home.ts'
import { lockBot } from './local/bot-lock.ts'
import { fileSecrets } from './local/file-secrets.ts'
import { isAnswered } from './local/listen-alone.ts'
import { controlPath } from './local/places.ts'

/** What every command takes. */
export type CommonOptions = { readonly home?: string; readonly config?: string }

export const version: string = manifest.version

/** The home that a command means, with its places; made if it is missing. Rejects with `home-refused`. */
export const homeOf = async (options: CommonOptions): Promise<Paths> => openHome(await findHome(options))

/** Of a server: option, then environment, then `~/.perch`, whatever the desktop does. */
export const serverHome = (options: CommonOptions): string =>
  chooseHome({ flag: options.home, env: process.env, userHome: homedir() })

/** Who names no home means the desktop's, where there is one: `perch status` finds what runs in the tray. */
async function findHome(options: CommonOptions): Promise<string> {
  const named = options.home?.trim() || process.env['PERCH_HOME']?.trim()
  const headless = serverHome(options)
  if (named) return headless
  const desktop = desktopHome({ platform: process.platform, env: process.env, userHome: homedir() })
  const isChoice = holdsHome(desktop) && holdsHome(headless)
  const candidate = async (path: string): Promise<Candidate> => ({
    path,
    holds: holdsHome(path),
    answers: isChoice && (await isAnswered(controlPath(path))),
  })
  return commandHome(await candidate(desktop), await candidate(headless))
}

export async function configFileOf(options: CommonOptions): Promise<string> {
  return options.config === undefined ? (await homeOf(options)).config : resolve(options.config)
}

type More = {
  /** Gets each log line in the form for people. */
  readonly echo: ((line: string) => void) | undefined
  readonly print?: (line: string) => void
  readonly complain?: (line: string) => void
  readonly screensLink?: () => string
  readonly env?: Host['env']
  /** Follow config.json; a command that ends at once need not. */
  readonly watchConfig?: boolean
}

/** This computer as plain Node offers it, for a server and for the command line. */
export async function openHost(options: CommonOptions, more: More): Promise<Host> {
  const home = await homeOf(options)
  const redactor = createRedactor()
  const now = () => Date.now()
  const env = more.env ?? process.env
  const passphrase = env['PERCH_PASSPHRASE']
  if (passphrase) redactor.add(passphrase)
  return {
    version,
    home,
    ...(options.config === undefined ? {} : { configFile: resolve(options.config) }),
    env,
    redactor,
    log: createLog({ dir: home.logs, level: 'info', redactor, now, ...(more.echo ? { echo: more.echo } : {}) }),
    secrets: fileSecrets({ secretsFile: home.secrets, keyFile: home.secretKey, ...(passphrase ? { passphrase } : {}) }),
    print: more.print ?? (() => undefined),
    complain: more.complain ?? (() => undefined),
    lockBot: bot => lockBot(bot),
    screensLink: more.screensLink ?? (() => ''),
    now,
    userHome: homedir(),
    watchConfig: more.watchConfig ?? false,
  }
}
