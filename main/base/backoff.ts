/** Doubles from `first` up to `most`, then takes a random share between half and all of it (milliseconds). */
export function backoff(
  attempt: number,
  limits: { first: number; most: number },
  random: () => number = Math.random,
): number {
  const full = Math.min(limits.most, limits.first * 2 ** Math.max(0, attempt - 1))
  return Math.round(full * (0.5 + random() / 2))
}
