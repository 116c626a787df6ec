/** The platform sends the same uuid once within an hour. */
const remembered = 60 * 60_000

/** Which message each uuid became. */
export class SentMessages {
  readonly #sent = new Map<string, { readonly messageId: string; readonly at: number }>()

  find(appId: string, uuid: string | undefined, now: number): string | undefined {
    if (uuid === undefined) return undefined
    const known = this.#sent.get(`${appId}/${uuid}`)
    return known && now - known.at < remembered ? known.messageId : undefined
  }

  remember(appId: string, uuid: string | undefined, messageId: string, now: number): void {
    if (uuid === undefined) return
    for (const [key, { at }] of this.#sent) {
      if (now - at < remembered) break
      this.#sent.delete(key)
    }
    this.#sent.set(`${appId}/${uuid}`, { messageId, at: now })
  }
}
