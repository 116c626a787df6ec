const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

/** A size as people read it: `812 bytes`, `1.4 MB`. */
export function sizeOf(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${UNITS[step]}`
}
