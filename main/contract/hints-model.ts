import type { Words } from './words.ts'

/** What to do about trouble with the model. */
export const modelHints = {
  'model-key-missing': {
    en: 'Set it with: perch secret set llm.apiKey, or name an environment variable in llm.apiKeyEnv.',
    zh: '请运行 perch secret set llm.apiKey，或在 llm.apiKeyEnv 中写明环境变量名。',
  },
  'model-key-refused': { en: 'Check the model key and set it again.', zh: '请检查模型密钥并重新设置。' },
  'model-no-credit': { en: 'Top up the account at the model provider.', zh: '请到模型服务商处充值。' },
  'model-unknown': { en: 'Check the name in llm.model.', zh: '请检查 llm.model 中的模型名称。' },
  'model-unreachable': {
    en: 'Check llm.apiBase and the network, then try again.',
    zh: '请检查 llm.apiBase 和网络，然后重试。',
  },
  'model-rate-limited': { en: 'Wait a moment, then write again.', zh: '请稍等片刻再试。' },
  'model-failed': { en: 'Try again; if it stays, look into the log.', zh: '请重试；若仍失败，请查看日志。' },
  'model-empty': { en: 'Ask again, perhaps in other words.', zh: '请换个说法再问一次。' },
} as const satisfies Record<string, Words>
