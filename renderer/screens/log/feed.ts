import { asAppError, type AppError } from '../../../main/contract/errors.ts'
import type { Link } from '../../../main/contract/rpc.ts'
import type { LogFilter, LogPage } from '../../../main/contract/views.ts'
import type { LogStore } from './store.ts'

/**
 * How long the service may keep a question open, how long we leave between two, and after a failure (milliseconds). The
 * breath decides what a busy log costs: a row after silence comes at once, one of many within a third of a second.
 */
const WAIT = 25_000
const BREATH = 250
/** Behind a full page more is waiting, which the service does not keep for ever. */
const SHORT_BREATH = 25
const AFTER_FAILURE = 2000
/** Rows of one answer. */
const PAGE = 500

export type FeedPorts = {
  readonly link: Pick<Link, 'call'>
  readonly store: LogStore
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly onFailure: (failure: AppError | undefined) => void
}

/** Where reading goes on: after which row, and with which filter it came so far. */
export type Place = { readonly after: number; readonly filter: LogFilter }

/**
 * Reads the live log into the store until the signal aborts, and answers where it stood, so that a window that was
 * hidden goes on from there. Never rejects: what fails is told, and tried again.
 */
export async function follow(ports: FeedPorts, from: Place, signal: AbortSignal): Promise<Place> {
  let place = from
  let wait = from.after === 0 ? 0 : WAIT // what there is comes at once; only then the service is asked to wait
  while (!signal.aborted) {
    const page = await ask(ports, place, wait, signal)
    if (signal.aborted) return place
    if (page) {
      wait = WAIT
      if (place.after === 0) ports.store.replace(page)
      else ports.store.append(page)
      place = { ...place, after: page.next }
    }
    await ports.sleep(page ? breathAfter(page) : AFTER_FAILURE, signal)
  }
  return place
}

const breathAfter = ({ rows }: LogPage): number => (rows.length < PAGE ? BREATH : SHORT_BREATH)

async function ask(
  { link, onFailure }: FeedPorts,
  { after, filter }: Place,
  wait: number,
  signal: AbortSignal,
): Promise<LogPage | undefined> {
  try {
    const page = await link.call('log.read', { after, limit: PAGE, wait, filter }, signal)
    onFailure(undefined)
    return page
  } catch (thrown) {
    if (!signal.aborted) onFailure(asAppError(thrown))
    return undefined
  }
}

/** Resolves after so long, or as soon as the signal aborts. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
