import { createAgent, type Agent } from '../agent/agent.ts'
import type { Chat } from '../chat/chat.ts'
import { chosenAgent, workspaceOf } from '../config/agents.ts'
import { seesImages } from '../contract/model-sight.ts'
import { createMedia } from '../documents/media.ts'
import { createTranscriber } from '../documents/transcriber.ts'
import { withoutMentions } from '../lark/cleaning.ts'
import type { Notifier } from '../lark/notifier.ts'
import { createModels, type Models } from '../models/catalog.ts'
import { createModelDesk } from '../models/desk.ts'
import type { ModelPort } from '../rpc/model-handlers.ts'
import { createTools } from '../tools/catalog.ts'
import type { Ground } from './ground.ts'
import { createNotify, type Notify } from './notify.ts'
import { saveModel } from './save-model.ts'

/** The agent with all that it thinks and acts with. */
export type Thinking = {
  readonly agent: Agent
  readonly models: Models
  readonly modelDesk: ModelPort
  readonly media: ReturnType<typeof createMedia>
  readonly notify: Notify
}

/** `chat` is asked for later: the agent's tools act in the chat that the agent answers in. */
export function createThinking({ host, settings, store, network, publish, log }: Ground, chat: () => Chat): Thinking {
  const { home, now, redactor } = host
  let notifier: Notifier | undefined
  const keyOf = (address: string) => settings.findSecret('llm.apiKey', address)
  const models = createModels({
    llm: () => settings.current().llm,
    secret: keyOf,
    fetch: network.fetch,
    log,
  })
  const desk = createModelDesk({
    fetch: network.fetch,
    env: host.env,
    llm: () => settings.current().llm,
    secret: keyOf,
    hide: key => redactor.add(key),
    publish: test => publish({ type: 'model-test-changed', test }),
    now,
  })
  const modelDesk: ModelPort = { ...desk, save: choice => saveModel(settings, choice) }
  const notify = createNotify({
    notifiers: () => settings.current().notifiers,
    secret: name => settings.findSecret(name),
    post: async (hook, body, signal) => {
      const { createNotifier } = await import('../lark/notifier.ts')
      notifier ??= createNotifier({ fetch: network.fetch, now })
      return notifier.send(hook, body, signal)
    },
  })
  const media = createMedia({
    root: home.media,
    received: store.received,
    transcriber: () => {
      const { apiBase, model } = settings.current().transcription
      const key = () => settings.findSecret('transcription.apiKey')
      return apiBase === '' ? undefined : createTranscriber({ apiBase, model, key, fetch: network.fetch })
    },
    now,
    log,
  })
  const agent = createAgent({
    model: () => models.current(),
    loadPicture: media.loadPicture,
    receivedFolder: media.folderOf,
    seesImages: () => {
      const { provider, model } = settings.current().llm
      return seesImages(provider, model) !== 'no'
    },
    tools: createTools({
      now,
      timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
      notify: {
        names: () => Object.keys(settings.current().notifiers),
        // A group bot may call everybody; what a model writes may not.
        send: async (to, message, signal) => void (await notify({ to, message: withoutMentions(message) }, signal)),
      },
      members: { of: ({ account: id, chatId }, signal) => chat().directory.of(id, chatId, signal) },
      files: { send: (occasion, file, signal) => chat().files.send(occasion, file, signal) },
    }),
    settings: () => {
      const { llm } = settings.current()
      const chosen = chosenAgent(settings.current())
      return { llm, agent: chosen, workspace: workspaceOf(chosen, home.workspace, host.userHome) }
    },
    now,
    log,
  })
  return { agent, models, modelDesk, media, notify }
}
