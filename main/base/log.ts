import { pino } from 'pino'
import { Emitter } from './emitter.ts'
import { levels, lineFields, parseLogLine, showLogLine, type Level } from './log-line.ts'
import { rollingFile, type LogBounds } from './log-roll.ts'
import type { LogFields, Logger } from './logger.ts'
import type { Redactor } from './redact.ts'

export type LogOptions = {
  /** The folder of the files; made when it is missing. */
  readonly dir: string
  readonly level: Level
  readonly redactor: Redactor
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Gets each line in the form for people, for `--verbose`: what goes into the file, so without secrets. */
  readonly echo?: (line: string) => void
  readonly bounds?: LogBounds
}

export interface Log {
  readonly log: Logger
  /** Holds for every logger of this log, children too, from the next line on; a line that tells a fate is always kept. */
  readonly setLevel: (level: Level) => void
  /** The file that is written now. */
  readonly file: () => string
  /** How many lines the disk did not take since the start. */
  readonly dropped: () => number
  /** Hands each line to the listener as it is stored: JSON, without secrets. The listener must be quick and not throw. */
  readonly tap: (listener: (line: string) => void) => () => void
  readonly close: () => Promise<void>
}

/** The log of this process. Logging never throws: what the disk refuses is counted and told when it takes lines again. */
export function createLog(options: LogOptions): Log {
  const { redactor, now } = options
  const sink = droppingSink(options)
  const lines = pino(
    {
      level: 'debug', // the level is ours to decide, below
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: {
        level: label => ({ level: label }),
      },
      serializers: { err: (error: unknown) => error },
    },
    sink,
  )
  const safe = (fields: LogFields | undefined) => lineFields(redactor.value(fields))
  // Fields are bound here, because a pino child keeps the level it was born with.
  let lowest = options.level
  const isKept = (level: Level, fields: LogFields | undefined) =>
    levels.indexOf(level) >= levels.indexOf(lowest) || tellsFate(fields)
  const logger = (bound: LogFields): Logger => {
    const say = (level: Level) => (message: string, fields?: LogFields) => {
      if (isKept(level, fields)) lines[level]({ ...bound, ...safe(fields) }, redactor.text(message))
    }
    return {
      debug: say('debug'),
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
      child: fields => logger({ ...bound, ...safe(fields) }),
    }
  }
  return {
    log: logger({}),
    setLevel: level => void (lowest = level),
    file: sink.file,
    dropped: sink.dropped,
    tap: sink.tap,
    close: async () => sink.close(),
  }
}

/** What became of a message is what the log is read for: it is a row at every level. */
const tellsFate = (fields: LogFields | undefined): boolean => typeof fields?.['fate'] === 'string'

/** Writes lines to the file, and hands them to the echo and to the listeners, also those that the disk refused. */
function droppingSink({ dir, now, bounds, echo }: LogOptions) {
  const file = rollingFile(dir, now, bounds)
  let dropped = 0
  let untold = 0
  const lines = new Emitter<string>()
  const tell = () => {
    const time = new Date(now()).toISOString()
    return file.write(`${JSON.stringify({ level: 'warn', time, message: 'log lines were dropped', count: untold })}\n`)
  }
  return {
    write(line: string) {
      if (untold > 0 && tell()) untold = 0
      if (!file.write(line)) {
        dropped++
        untold++
      }
      const parsed = echo && parseLogLine(line)
      if (parsed) echo(showLogLine(parsed))
      lines.emit(line)
    },
    file: file.path,
    dropped: () => dropped,
    tap: lines.on,
    close: file.close,
  }
}
