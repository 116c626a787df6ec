import { networkInterfaces } from 'node:os'

type Interfaces = ReturnType<typeof networkInterfaces>

/** The addresses by which this computer can be reached, in one comparable text; empty without a network. */
export const addressKey = (interfaces: Interfaces): string =>
  Object.entries(interfaces)
    .flatMap(([name, addresses]) =>
      (addresses ?? []).filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
    )
    .toSorted()
    .join('\n')

type Options = {
  readonly onChange: () => void
  /** Milliseconds between two looks. */
  readonly every?: number
  readonly read?: () => Interfaces
}

/**
 * Calls `onChange` when the computer came to another network, or back to one; losing the last one is silent, as there
 * is nothing to try then. Node has no such event; a look costs less than a tenth of a millisecond.
 */
export function watchAddresses({ onChange, every = 3000, read = networkInterfaces }: Options): () => void {
  let known = addressKey(read())
  const timer = setInterval(() => {
    const key = addressKey(read())
    const isNew = key !== known && key !== ''
    known = key
    if (isNew) onChange()
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}
