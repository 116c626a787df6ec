import { flat, openai, type ProviderCase } from './answer-forms.ts'
import { chat } from './stub-provider.ts'

export const chineseCases: readonly ProviderCase[] = [
  {
    provider: 'deepseek',
    protocol: chat,
    url: 'https://api.deepseek.com/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      openai(401, 'model-key-refused', 'Authentication Fails, Your api key: ****1a2b is invalid', {
        type: 'authentication_error',
        code: 'invalid_request_error',
      }),
      openai(402, 'model-no-credit', 'Insufficient Balance', { type: 'unknown_error' }),
      openai(400, 'model-unknown', 'Model Not Exist', { code: 'invalid_request_error' }),
      openai(
        400,
        'model-context-too-long',
        "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens.",
      ),
      openai(503, 'model-rate-limited', 'Service is too busy.', { type: 'service_unavailable_error' }),
    ],
  },
  {
    provider: 'qwen',
    protocol: chat,
    url: 'https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      openai(401, 'model-key-refused', 'Incorrect API key provided.', { code: 'invalid_api_key' }, 'API key provided'),
      openai(400, 'model-no-credit', 'Access denied, please make sure your account is in good standing.', {
        type: 'Arrearage',
        code: 'Arrearage',
      }),
      openai(403, 'model-no-credit', 'The free tier of the model has been exhausted.', {
        type: 'AllocationQuota.FreeTierOnly',
        code: 'AllocationQuota.FreeTierOnly',
      }),
      openai(404, 'model-unknown', 'The model `m` does not exist or you do not have access to it.', {
        code: 'model_not_found',
      }),
      openai(400, 'model-context-too-long', 'Range of input length should be [1, 129024]', {
        code: 'invalid_parameter_error',
      }),
      openai(429, 'model-rate-limited', 'Allocated quota exceeded, please increase your quota limit.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
      openai(
        400,
        'model-failed',
        'Input data may contain inappropriate content.',
        { code: 'data_inspection_failed' },
        'declined',
      ),
    ],
  },
  {
    provider: 'moonshot',
    protocol: chat,
    url: 'https://api.moonshot.cn/v1/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      openai(401, 'model-key-refused', 'Invalid Authentication', { type: 'invalid_authentication_error' }),
      openai(
        429,
        'model-no-credit',
        'Your account org-1<ak-abcdef123> is suspended, please check your plan and billing details',
        {
          type: 'exceeded_current_quota_error',
        },
      ),
      openai(404, 'model-unknown', 'Not found the model m or Permission denied', { type: 'resource_not_found_error' }),
      openai(400, 'model-context-too-long', 'Your request exceeded model token limit : 8192'),
      openai(400, 'model-context-too-long', 'Input token length too long'),
      openai(429, 'model-rate-limited', 'Your account reached max request', { type: 'rate_limit_reached_error' }),
      openai(
        400,
        'model-failed',
        'The request was rejected because it was considered high risk',
        { type: 'content_filter' },
        'declined',
      ),
    ],
  },
  {
    provider: 'zhipu',
    protocol: chat,
    url: 'https://open.bigmodel.cn/api/paas/v4/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      { status: 401, code: 'model-key-refused', body: { error: { code: '1000', message: '身份验证失败。' } } },
      {
        status: 429,
        code: 'model-no-credit',
        body: { error: { code: '1113', message: '余额不足或无可用资源包,请充值。' } },
      },
      {
        status: 400,
        code: 'model-unknown',
        body: { error: { code: '1211', message: '模型不存在，请检查模型代码。' } },
      },
      { status: 400, code: 'model-context-too-long', body: { error: { code: '1261', message: 'Prompt 超长' } } },
      { status: 429, code: 'model-rate-limited', body: { error: { code: '1302', message: '您的账户已达到速率限制' } } },
      {
        status: 400,
        code: 'model-failed',
        body: { error: { code: '1301', message: '输入内容可能不安全' } },
        tells: 'declined',
      },
    ],
  },
  {
    provider: 'doubao',
    protocol: chat,
    url: 'https://ark.cn-beijing.volces.com/api/v3/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      openai(401, 'model-key-refused', 'The API key or AK/SK in the request is missing or invalid. Request id: 0217', {
        type: 'Unauthorized',
        code: 'AuthenticationError',
      }),
      openai(403, 'model-no-credit', 'The request failed because your account has an overdue balance.', {
        type: 'Forbidden',
        code: 'AccountOverdueError',
      }),
      openai(404, 'model-unknown', 'The model or endpoint m does not exist or you do not have access to it.', {
        type: 'NotFound',
        code: 'InvalidEndpointOrModel.NotFound',
      }),
      openai(
        404,
        'model-unknown',
        'Your account 21 has not activated the model m.',
        { type: 'NotFound', code: 'ModelNotOpen' },
        'activated',
      ),
      openai(429, 'model-no-credit', 'Your account has reached the set inference limit.', {
        type: 'TooManyRequests',
        code: 'SetLimitExceeded',
      }),
      openai(429, 'model-rate-limited', 'The Requests Per Minute (RPM) limit has been exceeded.', {
        type: 'TooManyRequests',
        code: 'RateLimitExceeded.EndpointRPMExceeded',
      }),
      openai(400, 'model-context-too-long', 'Total tokens of image and text exceed max message tokens.', {
        type: 'BadRequest',
        code: 'OutofContextError',
      }),
    ],
  },
  {
    provider: 'siliconflow',
    protocol: chat,
    url: 'https://api.siliconflow.cn/v1/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      { status: 401, code: 'model-key-refused', body: '"Invalid token"' },
      flat(403, 30001, 'model-no-credit', 'Sorry, your account balance is insufficient'),
      flat(400, 20012, 'model-unknown', 'Model does not exist. Please check it carefully.'),
      flat(
        400,
        20015,
        'model-context-too-long',
        'length of prompt_tokens (34097) must be less than max_seq_len (32768).',
      ),
      flat(429, 0, 'model-rate-limited', 'Request was rejected due to rate limiting.'),
      flat(503, 50505, 'model-rate-limited', 'Model service overloaded. Please try again later.'),
    ],
  },
]
