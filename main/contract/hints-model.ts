import type { Words } from './words.ts'

/** What to do about trouble with the model. */
export const modelHints = {
  'model-key-missing': {
    en: 'Set it with: perch secret set llm.apiKey, or name an environment variable in llm.apiKeyEnv.',
    zh: '请运行 perch secret set llm.apiKey，或在 llm.apiKeyEnv 中写明环境变量名。',
  },
  'model-key-refused': { en: 'Check the model key and set it again.', zh: '请检查模型密钥并重新设置。' },
  'model-no-credit': { en: 'Top up the account at the model provider.', zh: '请到模型服务商处充值。' },
  'model-not-chosen': {
    en: 'Choose one under Settings > Model, or with: perch config set llm.model NAME',
    zh: '请在“设置 > 模型”中选择，或运行：perch config set llm.model 模型名',
  },
  'model-unknown': { en: 'Check the name in llm.model.', zh: '请检查 llm.model 中的模型名称。' },
  'model-unreachable': {
    en: 'Check llm.apiBase, the network, and whether a proxy is needed (setting "proxy"), then try again.',
    zh: '请检查 llm.apiBase、网络以及是否需要代理（设置项 proxy），然后重试。',
  },
  'model-proxy': {
    en: 'Check the address, name and password of the proxy (setting "proxy", or HTTPS_PROXY), and that it is running.',
    zh: '请检查代理的地址、用户名和密码（设置项 proxy 或 HTTPS_PROXY），并确认代理正在运行。',
  },
  'model-certificate': {
    en: 'If your company inspects its traffic, name its root certificate in caFile. Also check the clock of this computer.',
    zh: '若公司网络会检查流量，请在 caFile 中填写其根证书；同时检查本机时间是否正确。',
  },
  'model-region': {
    en: 'Choose a provider that serves your country, or go through the proxy that your organisation provides.',
    zh: '请选择在你所在地区提供服务的模型服务商，或使用贵组织提供的代理。',
  },
  'model-no-tools': {
    en: 'Choose a model that can call tools: the agent works through them.',
    zh: '请选择支持工具调用的模型：智能体依靠工具工作。',
  },
  'model-context-too-long': {
    en: 'Start a new conversation with /new, or lower llm.contextTokens to what the model can read.',
    zh: '请用 /new 开始新对话，或将 llm.contextTokens 调低到模型可读取的长度。',
  },
  'model-rate-limited': { en: 'Wait a moment, then write again.', zh: '请稍等片刻再试。' },
  'model-failed': { en: 'Try again; if it stays, look into the log.', zh: '请重试；若仍失败，请查看日志。' },
  'model-empty': { en: 'Ask again, perhaps in other words.', zh: '请换个说法再问一次。' },
} as const satisfies Record<string, Words>
