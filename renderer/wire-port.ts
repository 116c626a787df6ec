/** What a port tells: each text that arrives, and whether anybody hears us. */
export type PortEvents = {
  readonly text: (text: string) => void
  readonly opened: () => void
  readonly closed: () => void
}

/** Texts to the service and back, over whatever carries them. */
export interface WirePort {
  /** Only while open; a text for a closed port is lost. */
  send(text: string): void
  /** Starts the port; the returned function closes it for good. */
  open(events: PortEvents): () => void
}

/** How the way to the service is. `next` is when the next try begins, in milliseconds since 1970. */
export type PortStatus =
  | { readonly state: 'opening' | 'open' }
  | { readonly state: 'lost'; readonly since: number; readonly next: number }
  /** The link in the address bar is used up, or Perch was started anew. */
  | { readonly state: 'locked' }

/** The status as a store that React can read. */
export type StatusStore = {
  readonly get: () => PortStatus
  readonly subscribe: (listener: () => void) => () => void
  /** Tries at once, instead of waiting for the next time. */
  readonly retry: () => void
}
