import { z } from 'zod'
import { defineTool } from '../agent/tool.ts'

/** Group bots that the owner has set up. */
export type NotifyPort = {
  readonly names: () => readonly string[]
  readonly send: (name: string, text: string, signal: AbortSignal) => Promise<void>
}

export const notifyTool = ({ names, send }: NotifyPort) =>
  defineTool({
    name: 'notify',
    describe:
      'Posts a short plain text into a group through one of the notifiers that the owner set up. A wrong name is answered with the right ones.',
    access: 'send',
    input: z.object({
      notifier: z.string().min(1).max(64).describe('The name of the notifier'),
      text: z.string().min(1).max(10_000).describe('What to post'),
    }),
    target: ({ notifier }) => notifier,
    run: async ({ notifier, text }, _scene, signal) => {
      // Only names: an address made up by the model would be a way out for whatever it has read.
      if (!names().includes(notifier))
        return `There is no notifier "${notifier}". There are: ${names().join(', ') || 'none'}.`
      await send(notifier, text, signal)
      return `Posted to ${notifier}.`
    },
  })
