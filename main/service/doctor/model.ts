import { failed, hintOf, nothing, ok, saysOf, type Finding } from '../../base/finding.ts'
import { asAppError } from '../../contract/errors.ts'
import type { ModelVerdict } from '../../contract/models.ts'
import type { Words } from '../../contract/words.ts'
import type { Check } from './check.ts'
import type { SharedContext } from './context.ts'

async function checkReady({ ports }: SharedContext): Promise<Finding> {
  const { provider, model } = ports.config().llm
  try {
    // Read first: what the view of the state keeps of it is the sentence without its way out.
    await ports.findSecret('llm.apiKey')
  } catch (thrown) {
    const isBound = asAppError(thrown).code === 'secret-host-changed'
    const action = isBound
      ? ({ action: 'confirm-host', secret: 'llm.apiKey' } as const)
      : ({ action: 'open-settings' } as const)
    return failed(saysOf(thrown), hintOf(thrown), { raw: saysOf(thrown).en, ...action })
  }
  const view = await ports.model()
  if (view.ready)
    return ok({ en: `${provider} ${view.model}: the settings suffice.`, zh: `${provider} ${view.model}：设置齐全。` })
  const reason = view.reason ?? `${provider} ${model}`
  return failed(
    { en: reason, zh: reason },
    {
      en: 'Choose a provider and a model in the settings, and set its key: perch secret set llm.apiKey',
      zh: '请在设置中选择服务商与模型，并设置密钥：perch secret set llm.apiKey',
    },
    { raw: reason, action: 'open-settings' },
  )
}

/** Longer than a local model takes to be read from disk; silence of this length is what people see too (milliseconds). */
const PATIENCE_MS = 45_000

async function checkAnswers({ ports }: SharedContext, signal: AbortSignal): Promise<Finding> {
  const limit = AbortSignal.timeout(PATIENCE_MS)
  try {
    return judgeAnswer(await ports.testModel(AbortSignal.any([signal, limit])))
  } catch (thrown) {
    signal.throwIfAborted()
    if (limit.aborted) return failed(silent, lookAtModel, { action: 'open-settings' })
    return failed(saysOf(thrown), hintOf(thrown), { raw: saysOf(thrown).en, action: 'open-settings' })
  }
}

/** Exported for its table of decisions. */
export function judgeAnswer(verdict: ModelVerdict): Finding {
  if (!verdict.ok) {
    const { message, hint } = verdict
    const says = 'says' in verdict && verdict.says ? verdict.says : { en: message, zh: message }
    return failed(says, hint, { raw: message, action: 'open-settings' })
  }
  if (verdict.text.trim() === '') return failed(wordless, lookAtModel, { action: 'open-settings' })
  const seconds = (verdict.firstMilliseconds / 1000).toFixed(1)
  return ok(
    {
      en: `It answered; the first words came after ${seconds} s. This asked one real question, a few tokens.`,
      zh: `模型已回答，首字 ${seconds} 秒。本次检查真实提问一次，消耗少量 token。`,
    },
    { fix: nothing },
  )
}

const silent: Words = {
  en: `The model did not finish a short answer within ${PATIENCE_MS / 1000} seconds.`,
  zh: `模型在 ${PATIENCE_MS / 1000} 秒内没有答完。`,
}
const wordless: Words = {
  en: 'The model server took the question, and answered without a single word.',
  zh: '模型服务接受了提问，但回答中没有任何文字。',
}
const lookAtModel: Words = {
  en: 'Try another model, or look at the model server: whether it is overloaded, or still loading the model. Then run this check again.',
  zh: '请换一个模型，或检查模型服务是否过载、是否仍在加载模型，然后重新检查。',
}

export const modelChecks: readonly Check<SharedContext>[] = [
  {
    id: 'model-ready',
    layer: 'model',
    title: { en: 'Model and key are set', zh: '模型与密钥已设置' },
    covers: ['N01', 'N16', 'N39'],
    run: checkReady,
  },
  {
    id: 'model-answers',
    layer: 'model',
    title: { en: 'The model answers (costs a few tokens)', zh: '模型能回答（消耗少量 token）' },
    covers: ['N16', 'N37'],
    needs: ['model-ready'],
    timeoutMs: 60_000,
    run: checkAnswers,
  },
]
