/** Facts that go with a line: IDs, sizes, times and fates. Never message text, names or secrets. */
export type LogFields = Readonly<Record<string, unknown>>

/** What every room may use to tell what happens; the real one is made by `createLog`. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A logger whose lines all carry these fields. */
  child(fields: LogFields): Logger
}

/** Says nothing; for tests and for tools that have no log. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
}
