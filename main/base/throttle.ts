/** Runs `work` at once, then at most every so many milliseconds; what is asked for in between runs once, at the end. */
export function throttled(
  milliseconds: number,
  work: () => void,
): { readonly run: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  let isWanted = false
  const rest = () => {
    timer = undefined
    if (isWanted) run()
  }
  const run = () => {
    isWanted = timer !== undefined
    if (isWanted) return
    timer = setTimeout(rest, milliseconds)
    work()
  }
  return { run, stop: () => clearTimeout(timer) }
}
