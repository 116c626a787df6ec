import type { ProviderId } from './provider-ids.ts'
import type { Words } from './words.ts'

/** One address of a provider. Keys of one site are refused by the others, so each has its own page for keys. */
export type ProviderSite = {
  readonly label: Words
  readonly apiBase: string
  /** Where a person gets a key; empty where none is needed. */
  readonly keysUrl: string
  /** The environment variables in which other programs look for a key of this site, the usual one first. */
  readonly variables: readonly string[]
}

export type ProviderFacts = {
  readonly label: Words
  /** Who receives what people write to the agent. */
  readonly receiver: Words
  /** The first is used where `llm.apiBase` is empty; none where only the user knows the address. */
  readonly sites: readonly ProviderSite[]
  readonly needsKey: boolean
  /** A model to begin with; empty where that depends on the account or the computer. */
  readonly suggested: string
}

const same = (text: string): Words => ({ en: text, zh: text })
const world = { en: 'International', zh: '国际站' }
const mainland = { en: 'Mainland China', zh: '中国大陆' }

const site = (apiBase: string, keysUrl: string, variables: readonly string[], label: Words = world): ProviderSite => ({
  label,
  apiBase,
  keysUrl,
  variables,
})

/** The facts of every provider: whose key goes to which host, and what a person needs to choose one. */
export const modelProviders: Readonly<Record<ProviderId, ProviderFacts>> = {
  openrouter: {
    label: same('OpenRouter'),
    receiver: {
      en: 'OpenRouter (USA), which passes it on to the company that runs the chosen model',
      zh: 'OpenRouter（美国），并由其转交给运行所选模型的公司',
    },
    sites: [site('https://openrouter.ai/api/v1', 'https://openrouter.ai/settings/keys', ['OPENROUTER_API_KEY'])],
    needsKey: true,
    suggested: 'z-ai/glm-5',
  },
  openai: {
    label: same('OpenAI'),
    receiver: { en: 'OpenAI (USA)', zh: 'OpenAI（美国）' },
    sites: [site('https://api.openai.com/v1', 'https://platform.openai.com/api-keys', ['OPENAI_API_KEY'])],
    needsKey: true,
    suggested: 'gpt-5.4-mini',
  },
  anthropic: {
    label: same('Anthropic'),
    receiver: { en: 'Anthropic (USA)', zh: 'Anthropic（美国）' },
    sites: [site('https://api.anthropic.com/v1', 'https://console.anthropic.com/settings/keys', ['ANTHROPIC_API_KEY'])],
    needsKey: true,
    suggested: 'claude-sonnet-5-5',
  },
  google: {
    label: same('Google Gemini'),
    receiver: { en: 'Google (USA)', zh: 'Google（美国）' },
    sites: [
      site('https://generativelanguage.googleapis.com/v1beta', 'https://aistudio.google.com/apikey', [
        'GOOGLE_GENERATIVE_AI_API_KEY',
        'GEMINI_API_KEY',
        'GOOGLE_API_KEY',
      ]),
    ],
    needsKey: true,
    suggested: 'gemini-flash-latest',
  },
  deepseek: {
    label: { en: 'DeepSeek', zh: 'DeepSeek 深度求索' },
    receiver: { en: 'DeepSeek (China)', zh: '深度求索（中国）' },
    sites: [site('https://api.deepseek.com', 'https://platform.deepseek.com/api_keys', ['DEEPSEEK_API_KEY'])],
    needsKey: true,
    suggested: 'deepseek-flash',
  },
  qwen: {
    label: { en: 'Qwen (Alibaba Cloud)', zh: '通义千问（阿里云百炼）' },
    receiver: {
      en: 'Alibaba Cloud (China, or Singapore for the international site)',
      zh: '阿里云（中国；国际站为新加坡）',
    },
    sites: [
      site(
        'https://dashscope.aliyuncs.com/compatible-mode/v1',
        'https://bailian.console.aliyun.com/?tab=model#/api-key',
        ['DASHSCOPE_API_KEY'],
        mainland,
      ),
      site(
        'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
        'https://modelstudio.console.alibabacloud.com/?tab=model#/api-key',
        ['ALIBABA_API_KEY'],
      ),
    ],
    needsKey: true,
    suggested: 'qwen-plus',
  },
  moonshot: {
    label: { en: 'Moonshot (Kimi)', zh: '月之暗面 Kimi' },
    receiver: { en: 'Moonshot AI (China)', zh: '月之暗面（中国）' },
    sites: [
      site(
        'https://api.moonshot.cn/v1',
        'https://platform.moonshot.cn/console/api-keys',
        ['MOONSHOT_API_KEY'],
        mainland,
      ),
      site('https://api.moonshot.ai/v1', 'https://platform.moonshot.ai/console/api-keys', []),
    ],
    needsKey: true,
    suggested: 'kimi-k2.6',
  },
  zhipu: {
    label: { en: 'Zhipu (GLM)', zh: '智谱 GLM' },
    receiver: { en: 'Zhipu AI (China; Z.ai for the international site)', zh: '智谱（中国；国际站为 Z.ai）' },
    sites: [
      site(
        'https://open.bigmodel.cn/api/paas/v4',
        'https://open.bigmodel.cn/usercenter/proj-mgmt/apikeys',
        ['ZHIPU_API_KEY', 'ZHIPUAI_API_KEY'],
        mainland,
      ),
      site('https://api.z.ai/api/paas/v4', 'https://z.ai/manage-apikey/apikey-list', ['ZAI_API_KEY', 'Z_AI_API_KEY']),
    ],
    needsKey: true,
    suggested: 'glm-5',
  },
  doubao: {
    label: { en: 'Doubao (Volcengine Ark)', zh: '豆包（火山方舟）' },
    receiver: { en: 'ByteDance Volcano Engine (China)', zh: '字节跳动火山引擎（中国）' },
    sites: [
      site(
        'https://ark.cn-beijing.volces.com/api/v3',
        'https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey',
        ['ARK_API_KEY', 'VOLCANO_ENGINE_API_KEY'],
        mainland,
      ),
    ],
    needsKey: true,
    suggested: '', // a model answers only after its owner switched it on in the console
  },
  siliconflow: {
    label: { en: 'SiliconFlow', zh: '硅基流动' },
    receiver: { en: 'SiliconFlow (China)', zh: '硅基流动（中国）' },
    sites: [
      site(
        'https://api.siliconflow.cn/v1',
        'https://cloud.siliconflow.cn/account/ak',
        ['SILICONFLOW_API_KEY'],
        mainland,
      ),
      site('https://api.siliconflow.com/v1', 'https://cloud.siliconflow.com/account/ak', []),
    ],
    needsKey: true,
    suggested: '',
  },
  ollama: {
    label: same('Ollama'),
    receiver: {
      en: 'nobody outside: the model runs on this computer (or where the address says)',
      zh: '不会外传：模型运行在本机（或所填地址的机器上）',
    },
    sites: [site('http://127.0.0.1:11434/v1', '', [], { en: 'This computer', zh: '本机' })],
    needsKey: false,
    suggested: '',
  },
  'openai-compatible': {
    label: { en: 'Another address (OpenAI-compatible)', zh: '其他地址（兼容 OpenAI 接口）' },
    receiver: { en: 'whoever runs the address that you enter', zh: '所填地址的运营方' },
    sites: [],
    needsKey: false,
    suggested: '',
  },
  practice: {
    label: { en: 'Practice model', zh: '练习模型' },
    receiver: { en: 'nobody: it is a script inside Perch', zh: '无：它只是 Perch 内置的脚本' },
    sites: [],
    needsKey: false,
    suggested: '',
  },
}

/** The host that the key of a provider goes to, with its port where that is not the usual one; its own where `apiBase` is empty. */
export function modelHost(provider: ProviderId, apiBase: string): string {
  const own = modelProviders[provider].sites[0]?.apiBase ?? ''
  return URL.parse(apiBase)?.host || URL.parse(own)?.host || provider
}
