import { z } from 'zod'
import { envName, key } from './config-key.ts'

/** Who turns voice messages into words; without an address nobody does. */
export const transcription = z.strictObject({
  apiBase: key(
    z.union([z.literal(''), z.string().regex(/^https?:\/\/[^\s@]+$/)], 'must be empty or a URL').default(''),
    ['API address', '接口地址'],
    [
      "A service like OpenAI's that takes POST /audio/transcriptions. Empty: voice messages are not listened to.",
      '提供 POST /audio/transcriptions 的服务（与 OpenAI 兼容）。留空则不识别语音。',
    ],
  ),
  model: key(z.string().default('whisper-1'), ['Model', '模型'], ['As the service names it.', '按服务的命名填写。']),
  apiKey: key(
    z.string().default(''),
    ['API key', 'API 密钥'],
    ['Moved into the secret store as soon as it is seen here.', '写在这里会立即移入密钥库。'],
    { secret: true },
  ),
  apiKeyEnv: key(
    envName.default(''),
    ['API key variable', 'API 密钥环境变量'],
    ['The environment variable that holds the key.', '保存密钥的环境变量名。'],
  ),
  apiKeyFile: key(
    z.string().default(''),
    ['API key file', 'API 密钥文件'],
    ['A file that only you can read.', '仅自己可读的文件。'],
  ),
})
