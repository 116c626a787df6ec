import type { Words } from '../../contract/words.ts'
import type { ConfigPath } from '../problems.ts'
import { valueAt } from '../prune.ts'
import type { Target, Told } from './draft.ts'
import { findProvider, modelName, type FoundProvider } from './providers.ts'
import { reasons } from './reasons.ts'
import type { SecretOrigin } from './secret-value.ts'
import type { Survey } from './survey.ts'

type From<T> = { readonly path: ConfigPath; readonly value: T }

/** The model that the source uses, with the keys that say so. */
export type SourceModel = {
  readonly provider: string
  readonly providerPath?: ConfigPath
  readonly model: From<string>
  readonly apiBase?: From<string>
  readonly key?: From<SecretOrigin>
  /** A variable that counts where no key is given. */
  readonly keyVariables?: readonly string[]
}

/**
 * Takes provider, model, address and key over as one: half of it would send a key to the wrong host. When another model
 * is set here, all of it stays as it is, and this gives false.
 */
export function takeModel(survey: Survey, source: SourceModel): boolean {
  const found = findProvider(source.provider, source.apiBase?.value)
  if (!found) return tellAll(survey, source, { outcome: 'ignored', why: reasons.noProvider })
  const model = modelName(source.model.value, source.provider, found)
  const wish = { provider: found.provider, model, ...(found.apiBase ? { apiBase: found.apiBase } : {}) }
  const [isSet, isSame] = compare(survey.draft.target, wish)
  if (isSet && !isSame) return tellAll(survey, source, { outcome: 'conflict', to: 'llm', why: reasons.modelConflict })
  takeParts(survey, source, wish, found)
  takeKey(survey, source, !isSet)
  return true
}

/** Whether a model is set here by somebody, and whether it is this one. */
function compare({ written, config }: Target, wish: Readonly<Record<string, string>>): readonly [boolean, boolean] {
  const parts = ['provider', 'model', 'apiBase'] as const
  const isSet = parts.some(name => Boolean(valueAt(written, ['llm', name])))
  return [isSet, parts.every(name => config.llm[name] === (wish[name] ?? ''))]
}

const howWords: Readonly<Record<FoundProvider['how'], Words>> = {
  same: reasons.same,
  renamed: reasons.mapped,
  compatible: reasons.compatible,
}

function takeParts(
  survey: Survey,
  source: SourceModel,
  wish: { readonly provider: string; readonly model: string; readonly apiBase?: string },
  found: FoundProvider,
): void {
  const { draft } = survey
  const changed = (isSame: boolean): Partial<Told> => (isSame ? {} : { outcome: 'changed' })
  const why = howWords[found.how]
  const provider = draft.putExplicitly(['llm', 'provider'], wish.provider, why, changed(found.how === 'same'))
  const isWhole = wish.model === source.model.value
  const model = draft.put(['llm', 'model'], wish.model, isWhole ? reasons.same : reasons.mapped, changed(isWhole))
  const base = wish.apiBase === undefined ? [] : [draft.put(['llm', 'apiBase'], wish.apiBase)]
  const ownBase = source.apiBase !== undefined
  if (source.providerPath) survey.tell(source.providerPath, [provider, ...(ownBase ? [] : base)])
  survey.tell(source.model.path, source.providerPath ? [model] : [model, provider, ...(ownBase ? [] : base)])
  if (source.apiBase)
    survey.tell(source.apiBase.path, base.length > 0 ? base : [{ outcome: 'ignored', why: reasons.empty }])
}

function takeKey(survey: Survey, { key, keyVariables = [] }: SourceModel, mayReplace: boolean): void {
  const path = ['llm', 'apiKey']
  if (key) return survey.tell(key.path, [survey.secret(path, key.value, mayReplace)])
  const name = keyVariables.find(variable => survey.variables.get(variable)?.value)
  if (name !== undefined) survey.secret(path, { kind: 'variable', name }, mayReplace)
}

function tellAll(survey: Survey, { providerPath, model, apiBase, key }: SourceModel, told: Told): false {
  for (const path of [providerPath, model.path, apiBase?.path, key?.path]) if (path) survey.tell(path, [told])
  return false
}
