import type { Config } from '../contract/config.ts'
import type { Override } from './check.ts'

/** What the command line may decide over the file. */
export type Flags = {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly logLevel?: Config['logLevel'] | undefined
}

/** What wins over the file: the environment, and over that the command line. */
export function overridesOf(env: Readonly<Record<string, string | undefined>>, flags: Flags): readonly Override[] {
  const appId = env['LARK_APP_ID']?.trim()
  const given: readonly (Omit<Override, 'value'> & { value: Override['value'] | undefined })[] = [
    { path: ['channels', 'lark', 'appId'], value: appId || undefined, source: 'LARK_APP_ID' },
    { path: ['server', 'host'], value: flags.host, source: '--host' },
    { path: ['server', 'port'], value: flags.port, source: '--port' },
    { path: ['logLevel'], value: flags.logLevel, source: '--verbose' },
  ]
  return given.flatMap(({ path, value, source }) => (value === undefined ? [] : [{ path, value, source }]))
}
