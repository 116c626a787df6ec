/** The largest size up to `most` that passes, 0 if none. */
export function longestPrefix(most: number, passes: (size: number) => boolean): number {
  let [low, high] = [0, most + 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (passes(middle)) low = middle
    else high = middle
  }
  return low
}
