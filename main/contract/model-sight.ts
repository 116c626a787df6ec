import type { ProviderId } from './provider-ids.ts'

export type Sight = 'yes' | 'no' | 'unknown'

type Row = { readonly name: RegExp; readonly sees: 'yes' | 'no' }

/**
 * What the names of models say, the first match wins. Names are compared without what stands before the last slash
 * ("anthropic/", "models/", "Pro/Qwen/") and in lower case. Newer members of a family are taken to see when the family
 * has seen for at least one whole generation; a family that has both kinds lists those that do not.
 */
const rows: readonly Row[] = [
  // A name that says it: vision, VL (vision and language), omni, or a V behind the number of a GLM.
  { name: /vision|(^|[-_.\d])vl([-_.:\d]|$)|qvq|omni|llava|minicpm-v|pixtral|internvl|moondream/, sees: 'yes' },
  { name: /^glm-\d+(\.\d+)?v/, sees: 'yes' },
  // OpenAI: everything since GPT-4o; the small reasoners of 2024 and what came before 4-turbo read text only.
  { name: /^(gpt-3|o1-mini|o1-preview|o3-mini|gpt-4(-0|-32k|$)|gpt-oss)/, sees: 'no' },
  { name: /^(gpt-4o|gpt-4\.|gpt-4-turbo|gpt-[5-9]|chatgpt-4o|o[134])/, sees: 'yes' },
  // Anthropic: every Claude since 3.
  { name: /^claude-(2|instant)/, sees: 'no' },
  { name: /^claude-/, sees: 'yes' },
  // Google: every Gemini; Gemma from 3 on but for the smallest.
  { name: /^gemini-/, sees: 'yes' },
  { name: /^(gemma-?2|gemma-?3[-:]?(1b|270m)|gemma[-:]\d+b|codegemma)/, sees: 'no' },
  { name: /^gemma-?[3-9]/, sees: 'yes' },
  // DeepSeek: the "flash" name is served by V4.1, which sees; Pro and all before read text.
  { name: /^deepseek-(v4-)?flash$|^deepseek-v4\.1-flash/, sees: 'yes' },
  { name: /^deepseek/, sees: 'no' },
  // Kimi: from K2.5 on; "moonshot-v1" only with "vision" in its name, which is matched above.
  { name: /^kimi-(k2\.[5-9]|k[3-9])/, sees: 'yes' },
  { name: /^(kimi-k2|moonshot-v1)/, sees: 'no' },
  // Qwen: Plus and Flash from 3.5 on were trained on both; Max, Coder and the older names read text.
  { name: /^qwen3\.[5-9]-(plus|flash|\d+b)/, sees: 'yes' },
  {
    name: /^(qwen[\d.]*-?(max|turbo|coder|long|math)|qwen-(plus|flash)|qwq|qwen-?[123]([-:.]|$)|qwen2\.5)/,
    sees: 'no',
  },
  // Zhipu: without the V a GLM reads text.
  { name: /^(glm-(4|4\.\d|5|5\.\d|z1)([-:]|$)|chatglm)/, sees: 'no' },
  // Doubao: Seed from 1.6 on sees; before, only what says "vision".
  { name: /^doubao-seed-(1[-.][6-9]|[2-9])/, sees: 'yes' },
  { name: /^doubao-(1[-.]5-|pro|lite)/, sees: 'no' },
  // Open models as Ollama and SiliconFlow name them.
  { name: /^llama-?(4|3\.2-(11|90)b)|^mistral-(small-?3\.[1-9]|medium-3)|^ministral-3|^grok-[4-9]/, sees: 'yes' },
  { name: /^(llama-?[123]([.:-]|$)|codellama|mistral(:|$)|mixtral|phi-?[1-4]([:-]|$)|ernie-(3|4\.0))/, sees: 'no' },
]

/**
 * Whether a model reads pictures, from its name alone. `unknown` for names that say nothing: of those, a list from the
 * provider may know more (`ListedModel.sees`). The practice model reads text.
 */
export function seesImages(provider: ProviderId, model: string): Sight {
  if (provider === 'practice') return 'no'
  const name = model.toLowerCase().replace(/^.*\//, '')
  return rows.find(row => row.name.test(name))?.sees ?? 'unknown'
}
