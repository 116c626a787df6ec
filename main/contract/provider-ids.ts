/** Every `llm.provider`, in the order in which a person is offered them. */
export const providerIds = [
  'openrouter',
  'openai',
  'anthropic',
  'google',
  'deepseek',
  'qwen',
  'moonshot',
  'zhipu',
  'doubao',
  'siliconflow',
  'ollama',
  'openai-compatible',
  'practice',
] as const
export type ProviderId = (typeof providerIds)[number]
