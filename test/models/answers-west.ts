import { anthropic, google, openai, type ProviderCase } from './answer-forms.ts'
import { chat, gemini, messages, responses } from './stub-provider.ts'

export const westernCases: readonly ProviderCase[] = [
  {
    provider: 'openrouter',
    protocol: chat,
    url: 'https://openrouter.ai/api/v1/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      openai(401, 'model-key-refused', 'User not found.', { code: 401 }),
      openai(
        402,
        'model-no-credit',
        'This request requires more credits, or fewer max_tokens.',
        { code: 402 },
        'more credits',
      ),
      openai(403, 'model-no-credit', 'Key limit exceeded (total limit).', { code: 403 }),
      openai(400, 'model-unknown', 'x/y is not a valid model ID', { code: 400 }),
      openai(404, 'model-unknown', 'No endpoints found for x/y.', { code: 404 }),
      openai(404, 'model-no-tools', 'No endpoints found that support tool use.', { code: 404 }),
      openai(403, 'model-region', 'This model is not available in your region.', { code: 403 }),
      openai(400, 'model-context-too-long', 'Provider returned error', {
        code: 400,
        metadata: { raw: '{"message":"prompt is too long: 9 tokens > 8 maximum"}', provider_name: 'P' },
      }),
      openai(429, 'model-rate-limited', 'Rate limit exceeded: free-models-per-min', { code: 429 }),
    ],
  },
  {
    provider: 'openai',
    protocol: responses,
    url: 'https://api.openai.com/v1/responses',
    keyHeader: 'authorization',
    troubles: [
      openai(401, 'model-key-refused', 'Incorrect API key provided: sk-proj-********1a2b.', {
        code: 'invalid_api_key',
      }),
      openai(429, 'model-no-credit', 'You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
      openai(404, 'model-unknown', 'The model `m` does not exist or you do not have access to it.', {
        code: 'model_not_found',
      }),
      openai(403, 'model-region', 'Country, region, or territory not supported', {
        type: 'request_forbidden',
        code: 'unsupported_country_region_territory',
      }),
      openai(400, 'model-context-too-long', 'Your input exceeds the context window of this model.', {
        code: 'context_length_exceeded',
      }),
      openai(429, 'model-rate-limited', 'Rate limit reached for m on tokens per min (TPM).', {
        type: 'tokens',
        code: 'rate_limit_exceeded',
      }),
    ],
  },
  {
    provider: 'anthropic',
    protocol: messages,
    url: 'https://api.anthropic.com/v1/messages',
    keyHeader: 'x-api-key',
    troubles: [
      anthropic(401, 'authentication_error', 'model-key-refused', 'invalid x-api-key'),
      anthropic(
        400,
        'invalid_request_error',
        'model-no-credit',
        'Your credit balance is too low to access the Anthropic API.',
      ),
      anthropic(402, 'billing_error', 'model-no-credit', 'There is an issue with your billing.'),
      anthropic(404, 'not_found_error', 'model-unknown', 'model: m'),
      anthropic(
        400,
        'invalid_request_error',
        'model-context-too-long',
        'prompt is too long: 205000 tokens > 200000 maximum',
      ),
      anthropic(429, 'rate_limit_error', 'model-rate-limited', 'This request would exceed your rate limit'),
      anthropic(529, 'overloaded_error', 'model-rate-limited', 'Overloaded'),
    ],
  },
  {
    provider: 'google',
    protocol: gemini,
    url: 'https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse',
    keyHeader: 'x-goog-api-key',
    troubles: [
      google(400, 'INVALID_ARGUMENT', 'model-key-refused', 'API key not valid. Please pass a valid API key.', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
      ]),
      google(403, 'PERMISSION_DENIED', 'model-key-refused', 'Your API key was reported as leaked.'),
      google(
        429,
        'RESOURCE_EXHAUSTED',
        'model-no-credit',
        'You exceeded your current quota, please check your plan.\n* Quota exceeded for metric: free_tier_requests, limit: 0, model: m',
      ),
      google(
        429,
        'RESOURCE_EXHAUSTED',
        'model-rate-limited',
        'You exceeded your current quota, please check your plan.\n* Quota exceeded for metric: free_tier_requests, limit: 20, model: m',
      ),
      google(404, 'NOT_FOUND', 'model-unknown', 'models/m is not found for API version v1beta'),
      google(400, 'FAILED_PRECONDITION', 'model-region', 'User location is not supported for the API use.'),
      google(
        400,
        'INVALID_ARGUMENT',
        'model-context-too-long',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
      google(503, 'UNAVAILABLE', 'model-rate-limited', 'The model is overloaded. Please try again later.'),
    ],
  },
  {
    provider: 'ollama',
    protocol: chat,
    url: 'http://127.0.0.1:11434/v1/chat/completions',
    keyHeader: 'authorization',
    troubles: [
      openai(404, 'model-unknown', 'model "m" not found, try pulling it first', { type: 'not_found_error' }, 'pulling'),
      openai(400, 'model-no-tools', 'registry.ollama.ai/library/m does not support tools', {
        type: 'invalid_request_error',
      }),
      openai(
        500,
        'model-failed',
        'model requires more system memory (8.0 GiB) than is available',
        { type: 'api_error' },
        'memory',
      ),
    ],
  },
]
