/** Cut in the middle, so that both the kind and the part that tells two IDs apart stay: `ou_2b91…c07e`. */
export const shortId = (id: string): string => {
  const start = /^[a-z]+_/.exec(id)?.[0].length ?? 0
  return id.length <= start + 10 ? id : `${id.slice(0, start + 4)}…${id.slice(-4)}`
}
