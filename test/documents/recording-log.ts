import type { Logger } from '../../main/base/logger.ts'

/** A log that remembers its lines. */
export function recordingLog(): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = []
  const add = (message: string) => void lines.push(message)
  const log: Logger = { debug: add, info: add, warn: add, error: add, child: () => log }
  return { log, lines }
}
