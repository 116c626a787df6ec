import type { ErrorCode } from '../contract/errors.ts'
import type { Words } from '../contract/words.ts'
import type { ModelHandle } from './model.ts'

/** Who was asked for what; no request is made with it. */
export type Asked = Pick<ModelHandle, 'provider' | 'name' | 'keyed' | 'redact'>

/** What the codes can't tell apart. */
export type Detail = 'declined' | 'overloaded' | 'nonsense' | 'broke-off' | 'no-api'

type Sentence = (asked: Asked) => Words

const sentences: Partial<Record<ErrorCode, Sentence>> = {
  'model-key-missing': ({ provider }) => ({
    en: `No API key found for ${provider}`,
    zh: `未找到 ${provider} 的 API key`,
  }),
  'model-key-refused': ({ provider }) => ({
    en: `${provider} refused the API key`,
    zh: `${provider} 拒绝了 API key`,
  }),
  'model-no-credit': ({ provider }) => ({
    en: `${provider} has no credit left`,
    zh: `${provider} 账户余额或额度不足`,
  }),
  'model-unknown': ({ provider, name }) => ({
    en: `${provider} has no model ${name}`,
    zh: `${provider} 没有模型 ${name}`,
  }),
  'model-unreachable': ({ provider }) => ({ en: `${provider} could not be reached`, zh: `无法连接 ${provider}` }),
  'model-proxy': ({ provider }) => ({
    en: `The proxy did not let us through to ${provider}`,
    zh: `代理未能连通 ${provider}`,
  }),
  'model-certificate': ({ provider }) => ({
    en: `The certificate that came for ${provider} is not trusted`,
    zh: `连接 ${provider} 时收到的证书不受信任`,
  }),
  'model-region': ({ provider }) => ({
    en: `${provider} does not serve the place this request came from`,
    zh: `${provider} 不向当前所在地区提供服务`,
  }),
  'model-rate-limited': ({ provider }) => ({
    en: `${provider} gets too many requests`,
    zh: `${provider} 请求过于频繁`,
  }),
  'model-no-tools': ({ provider, name }) => ({
    en: `The model ${name} of ${provider} can't call tools`,
    zh: `${provider} 的模型 ${name} 不支持工具调用`,
  }),
  'model-context-too-long': ({ provider, name }) => ({
    en: `The conversation is too long for ${name} of ${provider}`,
    zh: `对话长度超出了 ${provider} 的模型 ${name} 的上限`,
  }),
}

const details: Readonly<Record<Detail, Sentence>> = {
  declined: ({ provider }) => ({ en: `${provider} declined this content`, zh: `${provider} 拒绝了这段内容` }),
  overloaded: ({ provider }) => ({ en: `${provider} is overloaded`, zh: `${provider} 过载` }),
  nonsense: ({ provider }) => ({
    en: `${provider} sent an answer that makes no sense`,
    zh: `${provider} 返回了无法理解的内容`,
  }),
  'broke-off': ({ provider }) => ({
    en: `The answer of ${provider} broke off before its end`,
    zh: `${provider} 的回答中途断开`,
  }),
  'no-api': () => ({ en: 'There is no model API at this address', zh: '该地址没有模型接口' }),
}

/** What happened, without a full stop. */
export const sentenceFor = (code: ErrorCode, asked: Asked, detail?: Detail): Words =>
  (detail === undefined ? sentences[code] : details[detail])?.(asked) ?? {
    en: `${asked.provider} could not answer`,
    zh: `${asked.provider} 未能回答`,
  }

/** The whole message: what happened, where and with which status, and what the provider said. */
export function messageOf(what: Words, where: string, said: string): Words {
  const [en, zh] = where === '' ? [what.en, what.zh] : [`${what.en} (${where})`, `${what.zh}（${where}）`]
  return said === '' ? { en: `${en}.`, zh: `${zh}。` } : { en: `${en}: ${said}`, zh: `${zh}：${said}` }
}
