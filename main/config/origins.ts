import type { Config } from '../contract/config.ts'
import type { SecretOrigin } from '../contract/views.ts'
import { overridesOf, type Flags } from './overrides.ts'
import { formatPath } from './problems.ts'
import { cleanSecret } from './secrets.ts'
import { plainLlmHost, secretKey } from './secret-keys.ts'

type Env = Readonly<Record<string, string | undefined>>

export type OriginSource = {
  readonly config: Config
  readonly env: Env
  readonly flags?: Flags
  /** What the store holds, without the values. */
  readonly stored: readonly { readonly name: string; readonly host: string; readonly at: number }[]
}

/** Which variable or option decides over the file, by path. */
export function fixedBy({
  env,
  flags = {},
}: Pick<OriginSource, 'env' | 'flags'>): (path: string) => string | undefined {
  const sources = new Map(overridesOf(env, flags).map(({ path, source }) => [formatPath(path), source]))
  return path => sources.get(path)
}

/** Where a secret comes from: looked for in the order in which it is read, in the environment, the file, the store. */
export function originOf({ config, env, stored }: OriginSource): (path: string) => SecretOrigin {
  const isGiven = (name: string) => cleanSecret(env[name] ?? '') !== ''
  return path => {
    const { name, host, envName, file, wellKnown } = secretKey(config, path, plainLlmHost)
    const variable = envName || wellKnown.find(isGiven)
    if (variable) return { from: isGiven(variable) ? 'environment' : 'nowhere', source: variable, host }
    if (file) return { from: 'file', source: file, host }
    const kept = stored.find(secret => secret.name === name)
    return kept ? { from: 'store', host, boundTo: kept.host, at: kept.at } : { from: 'nowhere', host }
  }
}
