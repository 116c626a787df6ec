/** How long each part of keeping a connection may take, in milliseconds. */
export type Timing = {
  /** The SDK waits for ever for a handshake that hangs. */
  readonly handshake: number
  /** Address, handshake and some more: after this long without success or failure something is stuck. */
  readonly readyWithin: number
  /** After each of the SDK's own pings: the only watch where the peer answers no WebSocket pings. */
  readonly pong: number
  /** WebSocket pings: the first, each further one, and how long an answer may take. */
  readonly firstPing: number
  readonly pingEvery: number
  readonly answerWithin: number
  /** A deadline that is noticed this much too late says that the computer slept, not that the peer is dead. */
  readonly slept: number
  /** Between attempts. */
  readonly firstPause: number
  readonly longestPause: number
  /** A connection that held this long was a good one: the pauses start small again. */
  readonly goodAfter: number
  /** Wakes come in bursts: an attempt or a connection younger than this is left alone. */
  readonly settle: number
}

/** A socket that answered once and then died is found within 26 s. */
export const usualTiming: Timing = {
  handshake: 12_000,
  readyWithin: 35_000,
  pong: 10_000,
  firstPing: 1_000,
  pingEvery: 15_000,
  answerWithin: 10_000,
  slept: 5_000,
  firstPause: 1_000,
  longestPause: 60_000,
  goodAfter: 30_000,
  settle: 5_000,
}
