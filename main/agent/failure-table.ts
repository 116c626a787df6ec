import type { ErrorCode } from '../contract/errors.ts'
import type { ProviderId } from '../contract/provider-ids.ts'
import type { Report } from './failure-report.ts'

type Rule = {
  readonly code: ErrorCode
  /** Only from this provider: its codes are numbers, or its words mean something else than elsewhere. */
  readonly from?: ProviderId
  readonly status?: readonly number[]
  /** One of the provider's own codes, whole. */
  readonly codes?: readonly string[]
  /** Anywhere in its codes and words. */
  readonly told?: RegExp
  /** What happened, where the code alone does not say it; `declined` is a refusal of the content. */
  readonly what?: 'declined' | 'overloaded'
}

const declined = { code: 'model-failed', what: 'declined' } as const
const overloaded = { code: 'model-rate-limited', what: 'overloaded' } as const

/** Where a provider's own numbers or words decide; from their pages on errors, read in November 2026. */
const special: readonly Rule[] = [
  // Google uses the words "exceeded your current quota" for every rate limit; a limit of 0 means: not without billing.
  { from: 'google', told: /RESOURCE_EXHAUSTED[\s\S]*\blimit: 0\b/, code: 'model-no-credit' },
  { from: 'google', told: /RESOURCE_EXHAUSTED/, code: 'model-rate-limited' },
  { from: 'google', told: /API_KEY_INVALID|API key (not valid|expired)/i, code: 'model-key-refused' },
  // Model Studio calls its limit on tokens a minute a quota as well.
  { from: 'qwen', told: /Throttling|limit_(requests|burst\w*)|Allocated quota exceeded/i, code: 'model-rate-limited' },
  { from: 'zhipu', codes: ['1000', '1001', '1002', '1003', '1004'], code: 'model-key-refused' },
  { from: 'zhipu', codes: ['1110', '1111', '1112', '1120', '1121', '1220'], code: 'model-key-refused' },
  { from: 'zhipu', codes: ['1113', '1309'], code: 'model-no-credit' },
  { from: 'zhipu', codes: ['1211', '1221', '1222', '1311'], code: 'model-unknown' },
  { from: 'zhipu', codes: ['1261'], code: 'model-context-too-long' },
  { from: 'zhipu', codes: ['1300', '1301'], ...declined },
  {
    from: 'zhipu',
    codes: ['1302', '1303', '1304', '1305', '1308', '1310', '1312', '1313'],
    code: 'model-rate-limited',
  },
  { from: 'siliconflow', codes: ['20012'], code: 'model-unknown' },
  { from: 'siliconflow', codes: ['30001'], code: 'model-no-credit' },
  { from: 'siliconflow', codes: ['50505'], ...overloaded },
]

/** What holds everywhere, the first match wins. Words come before statuses: they say more. */
const general: readonly Rule[] = [
  {
    told: /unsupported_country|country, region, or territory|user location is not supported|not available in your (region|country)/i,
    code: 'model-region',
  },
  {
    told: /(does not|doesn't|not) support (tools?\b|tool[ _](use|call)|function)|endpoints found that support tool|(tools?|tool[_ ]choice|function call\w*) (is|are) not (supported|enabled|allowed)/i,
    code: 'model-no-tools',
  },
  {
    status: [400, 413, 422, 500],
    told: /context[_ ](length|window)|maximum context|(prompt|context|input|messages?)( tokens?| length)* (is |are |token length )?too long|(input|prompt)[\w ()]* (exceeds?|exceeded) [\w ]*(maximum|limit|length|context)|exceeded model token limit|tokens? of [\w ]+ exceed|Range of input length|length of prompt_tokens|OutofContext|(Prompt|输入|上下文)[^。]{0,8}超(长|出|过)/i,
    code: 'model-context-too-long',
  },
  {
    told: /insufficient[\s_-]*(user[\s_-]*)?(quota|balance|credit|funds)|exceeded[ _](your[ _])?current[ _]quota|credit balance is too low|billing_(error|hard_limit\w*)|arrearage|in good standing|overdue|in arrears|balance is (insufficient|not enough)|can only afford|requires more credits|FreeTierOnly|SetLimitExceeded|Key limit exceeded|InvalidSubscription|余额不足|欠费|额度(不足|已用完)/i,
    code: 'model-no-credit',
  },
  { status: [402], code: 'model-no-credit' },
  { status: [401], code: 'model-key-refused' },
  {
    told: /moderation|flagged|content[\s_-]*(policy|filter|exists risk)|data_?inspection|inappropriate content|considered high risk|SensitiveContent|unsafe or sensitive|敏感/i,
    ...declined,
  },
  {
    status: [400, 403],
    told: /(invalid|incorrect|expired|revoked)[\w ]*api[_ -]?key|api[_ -]?key[\w ]* (is |was )?(not valid|invalid|expired|revoked|leaked)/i,
    code: 'model-key-refused',
  },
  {
    status: [400, 403, 404, 422],
    told: /model[\s\S]{0,120}(not[ _]found|not[ _]exist|not a valid|invalid|unknown|not supported|access ?denied|no endpoints|not activated|NotOpen)|(not a valid|invalid|unknown|unsupported|no such|not found the) ([\w-]+ )?model|not activated the model|no endpoints found|access to model denied|模型(不存在|未找到|未开通)/i,
    code: 'model-unknown',
  },
  { status: [403], code: 'model-key-refused' },
  { status: [407], code: 'model-proxy' },
  { status: [529], ...overloaded },
  { status: [500, 502, 503], told: /overload|too busy|at capacity|try again later/i, ...overloaded },
  { status: [429], code: 'model-rate-limited' },
]

/** What a refusal means; undefined when nothing in it is known. */
export function ruleFor(provider: string, report: Report): Rule | undefined {
  return special.find(rule => rule.from === provider && fits(rule, report)) ?? general.find(rule => fits(rule, report))
}

/** A refusal that comes inside a stream often has no status; then the words alone have to do. */
const fits = (rule: Rule, { status, code, told }: Report): boolean =>
  (rule.status === undefined || (status === undefined ? rule.told !== undefined : rule.status.includes(status))) &&
  (rule.codes === undefined || rule.codes.includes(code)) &&
  (rule.told === undefined || rule.told.test(told))
