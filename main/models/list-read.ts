import { z } from 'zod'
import { modelProviders } from '../contract/model-providers.ts'
import { seesImages, type Sight } from '../contract/model-sight.ts'
import { MOST_LISTED, type ListedModel } from '../contract/models.ts'
import type { ProviderId } from '../contract/provider-ids.ts'

const words = z.array(z.string()).optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)

/** All that any provider tells of a model; each tells a part, and a part of the wrong kind counts as not told. */
const Entry = z.object({
  id: text,
  name: text,
  created: number, // seconds since 1970
  created_at: z.union([z.string(), z.number()]).optional().catch(undefined),
  modified_at: text,
  display_name: text,
  displayName: text,
  /** Google. */
  supportedGenerationMethods: words,
  inputTokenLimit: number,
  /** Anthropic and OpenRouter. */
  max_input_tokens: number,
  context_length: number,
  /** OpenRouter, and Ark under another name. */
  architecture: z.object({ input_modalities: words, output_modalities: words }).optional().catch(undefined),
  modalities: z.object({ input_modalities: words, output_modalities: words }).optional().catch(undefined),
  supported_parameters: words,
  /** Moonshot. */
  supports_image_in: flag,
  /** Ark: `Shutdown` and `Retiring` models answer no more. */
  status: text,
  /** Ollama and LM Studio. */
  capabilities: words,
  details: z.object({ family: text }).optional().catch(undefined),
  type: text,
})
type Entry = z.output<typeof Entry>

const Lists = z.union([
  z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.object({ models: z.array(z.unknown()) }).transform(({ models }) => models),
  z.array(z.unknown()),
])

/** Names of models that make or read something else than a conversation. */
const noChat =
  /embed|rerank|moderation|whisper|transcri|(^|[-_/])(tts|asr|stt|ocr|aqa|bge|gte|e5|sora|veo|imagen|wan\d|cosyvoice|paraformer|sambert|speech|cogview|cogvideo\w*|seedream|seedance|seededit|flux|kolors|dall-e|sdxl|clip|sensevoice\w*|fishaudio|fish-speech)([-_:./\d]|$)|realtime|native-audio|gpt-audio|audio-preview|gpt-live|image-\d|-image($|-preview)|gpt-image|chatgpt-image|stable-diffusion|text-to-|image-edit|qwen-image|nano-banana|(^|\/)(davinci|babbage)|instruct-\d{4}$|deep-research|computer-use|livetranslate|qwen-mt-|reward/i

/** Reads a provider's list of models; undefined when it is none. Never throws. */
export function readModels(provider: ProviderId, body: unknown): readonly ListedModel[] | undefined {
  const found = Lists.safeParse(body)
  if (!found.success) return undefined
  const entries = found.data.flatMap(raw => Entry.safeParse(raw).data ?? []).filter(canChat)
  const { suggested } = modelProviders[provider]
  const ordered = entries.toSorted(
    (a, b) => Number(idOf(b) === suggested) - Number(idOf(a) === suggested) || newestFirst(a, b),
  )
  const models = ordered.map(entry => toModel(provider, entry))
  return [...new Map(models.map(model => [model.id, model])).values()].slice(0, MOST_LISTED)
}

/** Google writes `models/` before each name; Ollama has a name and no id. */
const idOf = ({ id, name = '' }: Entry): string => (id ?? name).replace(/^models\//, '')

function canChat(entry: Entry): boolean {
  const { supportedGenerationMethods: methods, capabilities, status, details } = entry
  const makes = entry.architecture?.output_modalities ?? entry.modalities?.output_modalities
  if (idOf(entry) === '' || noChat.test(idOf(entry))) return false
  if (methods !== undefined && !methods.includes('generateContent')) return false
  if (makes !== undefined && (!makes.includes('text') || makes.includes('image'))) return false
  if (capabilities !== undefined && capabilities.includes('embedding')) return false
  if (details?.family?.includes('bert')) return false
  return (
    status !== 'Shutdown' && status !== 'Retiring' && !/^(embedding|rerank|image|audio|video)/.test(entry.type ?? '')
  )
}

/** Lists without times are ordered by name, the higher number first. */
const newestFirst = (a: Entry, b: Entry): number =>
  timeOf(b) - timeOf(a) || idOf(b).localeCompare(idOf(a), 'en', { numeric: true, sensitivity: 'base' })

/** Milliseconds since 1970; 0 when it is not told, or the same for all as some gateways do. */
function timeOf({ created, created_at: told, modified_at: changed }: Entry): number {
  const time = typeof told === 'string' ? Date.parse(told) : (told ?? created ?? 0) * 1000
  return (Number.isFinite(time) ? time : 0) || Date.parse(changed ?? '') || 0
}

function toModel(provider: ProviderId, entry: Entry): ListedModel {
  const id = idOf(entry)
  const label = entry.display_name ?? entry.displayName ?? (entry.id === undefined ? undefined : entry.name)
  const contextTokens = entry.context_length ?? entry.max_input_tokens ?? entry.inputTokenLimit
  const noTools = lacks(entry.supported_parameters) || lacks(entry.capabilities)
  return {
    id,
    sees: sightOf(provider, entry),
    ...(label !== undefined && label !== id && { label }),
    ...(noTools && { tools: false }),
    ...(contextTokens !== undefined && contextTokens > 0 && { contextTokens }),
  }
}

const lacks = (told: readonly string[] | undefined): boolean =>
  told !== undefined && told.length > 0 && !told.includes('tools')

/** What the provider tells wins over what the name says. */
function sightOf(provider: ProviderId, entry: Entry): Sight {
  const reads = entry.architecture?.input_modalities ?? entry.modalities?.input_modalities
  const told =
    entry.supports_image_in ?? reads?.includes('image') ?? (entry.capabilities?.includes('vision') || undefined)
  return told === undefined ? seesImages(provider, idOf(entry)) : told ? 'yes' : 'no'
}
