import { z } from 'zod'
import type { ErrorCode } from './errors.ts'
import type { ProviderSite } from './model-providers.ts'
import type { Sight } from './model-sight.ts'
import { providerIds, type ProviderId } from './provider-ids.ts'
import type { Words } from './words.ts'

/** A provider as a screen offers it. */
export type ProviderView = {
  readonly id: ProviderId
  readonly label: Words
  /** Who receives what people write to the agent. */
  readonly receiver: Words
  readonly needsKey: boolean
  /** The first is the one that counts when no address is given; none where the person has to enter one. */
  readonly sites: readonly ProviderSite[]
  readonly suggested: string
}

/** A model that can chat, as far as the provider's list tells. */
export type ListedModel = {
  /** What to write into `llm.model`. */
  readonly id: string
  readonly label?: string
  readonly sees: Sight
  /** False where the provider says that it can't call tools: of no use to the agent. */
  readonly tools?: false
  readonly contextTokens?: number
}

/** `listed` is false where the address has no list that could be read: then the name has to be typed. */
export type ModelList = {
  readonly listed: boolean
  /** The suggested one first, then the newest or by name. At most `MOST_LISTED`. */
  readonly models: readonly ListedModel[]
}

export const MOST_LISTED = 1000

/** Something on this computer that could answer: a program that runs, or a key in the environment. Never the key. */
export type ModelOffer = {
  readonly provider: ProviderId
  /** Empty: the provider's own address. */
  readonly apiBase: string
  /** The environment variable that holds a key for exactly this address. */
  readonly variable?: string
  /** What runs on this computer offers its models at once. */
  readonly models?: readonly ListedModel[]
}

/** How the test of a model ended. */
export type ModelVerdict =
  | {
      readonly ok: true
      /** The sentence; empty when the model only thought, which is proof enough that it works. */
      readonly text: string
      /** Until the first sign of life, and until the end. */
      readonly firstMilliseconds: number
      readonly milliseconds: number
      readonly sees: Sight
    }
  | {
      readonly ok: false
      readonly code: ErrorCode
      readonly message: string
      /** The message in both languages, where its maker gave both. */
      readonly says?: Words
      readonly hint: Words
    }

/** Without the blanks, line ends and invisible marks that come along when it is pasted. */
const cleanKey = (text: string): string | undefined => text.replaceAll('\u200b', '').trim() || undefined

/**
 * Whom to ask with which key. Without `key` and `variable`, the stored key is used, but only for the host that it is bound
 * to. `variable` counts only where `models.find` offers it for this very address.
 */
export const ModelPlace = z.object({
  provider: z.enum(providerIds),
  apiBase: z
    .union([
      z.literal(''),
      z
        .string()
        .max(2000)
        .regex(/^https?:\/\/[^\s@]+$/),
    ])
    .default(''),
  key: z.string().max(4096).transform(cleanKey).optional(),
  variable: z
    .string()
    .regex(/^[A-Za-z_]\w{0,99}$/)
    .optional(),
})
export type ModelPlace = z.output<typeof ModelPlace>

export const ModelChoice = ModelPlace.extend({ model: z.string().trim().max(300).default('') })
export type ModelChoice = z.output<typeof ModelChoice>

const none = z.object({}).optional()

/** What a window asks about models. */
export const modelMethods = {
  'models.providers': { input: none, output: z.custom<readonly ProviderView[]>() },
  /** Looks for keys in the environment and for a local Ollama, for one second at most. */
  'models.find': { input: none, output: z.custom<readonly ModelOffer[]>() },
  /** Rejects with the codes of a test when the provider refuses or can't be reached. */
  'models.list': { input: ModelPlace, output: z.custom<ModelList>() },
  /** Has the model say one sentence, which is also told as facts while it comes. Saves nothing. */
  'models.test': {
    input: ModelChoice.extend({
      testId: z.string().min(1).max(100),
      language: z.enum(['en', 'zh']).default('en'),
    }),
    output: z.custom<ModelVerdict>(),
  },
  /**
   * Makes the choice the one that counts: settings and key, both or neither. Where its key comes from is part of the
   * choice; without `key` and `variable` it is what is stored for the host. Rejects as `config.set` and `secret.set` do.
   */
  'models.save': { input: ModelChoice, output: z.void() },
}
