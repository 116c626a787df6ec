import type { Logger } from '../base/logger.ts'

/** The SDK's logger interface: each call gets one array of words, errors and whole answers. */
export type SdkLogger = Record<'error' | 'warn' | 'info' | 'debug' | 'trace', (...parts: unknown[]) => void>

/** Lines that tell of an event that was lost or refused; everything else the supervisor says better. */
const TROUBLE = /failed to (merge|handle)|invalid pong|invoke event failed/

/**
 * Lets the SDK write to our log. Only its own words pass: objects hold requests with the App Secret, answers, whole
 * messages; addresses hold tickets. `onLine` sees each line as it goes to the log.
 */
export function sdkLogger(log: Logger, onLine: (line: string) => void = () => undefined): SdkLogger {
  const tell = (...parts: unknown[]): void => {
    const line = harmless(parts.flat())
    onLine(line)
    if (line === '') return
    if (TROUBLE.test(line)) log.warn('the SDK lost an event', { sdk: line })
    else log.debug('the SDK says', { sdk: line })
  }
  return { error: tell, warn: tell, info: tell, debug: tell, trace: onTrace }

  /** Pings and pongs: too many for a log. */
  function onTrace(...parts: unknown[]): void {
    onLine(harmless(parts.flat()))
  }
}

/** The words of one log call, at most 200 characters, without queries, quoted snippets and event data. */
export function harmless(parts: readonly unknown[]): string {
  return parts
    .filter(part => typeof part === 'string')
    .join(' ')
    .replaceAll(/(\w+:\/\/[^\s?]+)\?\S*/g, '$1?…')
    .replace(/".*"/s, '"…"')
    .replace(/(\bdata: ).*/s, '$1…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200)
}
