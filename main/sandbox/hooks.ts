import { randomUUID } from 'node:crypto'

/** A custom bot of a group: an address to post to, perhaps with a signing secret or a keyword. */
export type Hook = {
  readonly hookId: string
  readonly chatId: string
  readonly secret: string | undefined
  readonly keyword: string | undefined
}

export class Hooks {
  readonly #hooks = new Map<string, Hook>()

  add(hook: Omit<Hook, 'hookId'>): Hook {
    const added = { ...hook, hookId: randomUUID() }
    this.#hooks.set(added.hookId, added)
    return added
  }

  find(hookId: string): Hook | undefined {
    return this.#hooks.get(hookId)
  }
}
