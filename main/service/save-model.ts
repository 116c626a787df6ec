import { choiceEdits } from '../config/model-edits.ts'
import type { Settings } from '../config/settings.ts'
import { AppError } from '../contract/errors.ts'
import type { ModelChoice } from '../contract/models.ts'
import { addressOf } from '../models/address.ts'

/**
 * Makes a model the one that counts: its key in the store, bound to the host of its address, and the settings in one write
 * of the file, both or neither. A stored key stays when none was typed; it goes to its own host only. Throws `AppError`:
 * `config-invalid`, `model-not-chosen`, and what the file or the store refuse.
 */
export async function saveModel(
  settings: Pick<Settings, 'change' | 'exchangeSecrets'>,
  choice: ModelChoice,
): Promise<void> {
  const secrets = choice.provider === 'practice' ? [] : secretsOf(choice)
  await settings.exchangeSecrets(secrets, () => settings.change(({ llm }) => choiceEdits(llm, choice)))
}

function secretsOf({ provider, apiBase, model, key }: ModelChoice) {
  const { host } = addressOf(provider, apiBase)
  if (model === '') throw new AppError('model-not-chosen', { en: 'No model was chosen.', zh: '没有选择模型。' })
  return key === undefined ? [] : [{ name: 'llm.apiKey', to: { value: key, host } }]
}
