import { parseArgs } from 'node:util'

/** What may be asked of the desktop on its command line; Chromium's own switches pass by. */
export type Flags = {
  readonly home: string | undefined
  /** Start without a window, as at login. */
  readonly hidden: boolean
  readonly practice: boolean
}

/** Reads `process.argv` of Electron, whose first entries differ between a package and a source tree. */
export function readFlags(argv: readonly string[]): Flags {
  const { values } = parseArgs({
    args: argv.slice(1),
    options: { home: { type: 'string' }, hidden: { type: 'boolean' }, practice: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const { home } = values
  return {
    home: typeof home === 'string' ? home : undefined,
    hidden: values['hidden'] === true,
    practice: values['practice'] === true,
  }
}
