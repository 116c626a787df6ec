/** What decides how `npm start` starts. */
export type Surroundings = {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's number; Windows has none. */
  readonly uid: number | undefined
  readonly args: readonly string[]
}

/** Why there can be no window here, or `undefined`. */
export function windowless({ platform, env, uid, args }: Surroundings): string | undefined {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display'
  if (platform === 'linux' && uid === 0 && !args.includes('--no-sandbox'))
    return 'a window is not opened for root, whom its sandbox can not hold'
  return undefined
}

/** The sentence before Perch runs without a window. */
export const withoutWindow = (why: string): string =>
  `perch: ${why}, so Perch runs without a window; its screens open in a browser at the link below.`
