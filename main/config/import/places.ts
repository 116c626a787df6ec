import { isAbsolute, join } from 'node:path'
import type { ImportSystem } from '../../contract/importing.ts'

/** Where a system keeps its configuration. `beside` must lie there, too, where the name alone says little. */
export type Place = { readonly path: string; readonly system: ImportSystem; readonly beside?: string }

export type Surroundings = {
  readonly userHome: string
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The variables that name another file. */
const variables: readonly (readonly [string, ImportSystem])[] = [
  ['OPENCLAW_CONFIG_PATH', 'openclaw'],
  ['MOLTBOT_CONFIG_PATH', 'moltbot'],
  ['CLAWDBOT_CONFIG_PATH', 'clawdbot'],
  ['XIAOO_CONFIG', 'xiaoo'],
]

/** The usual places of the systems, the likeliest first. */
export function usualPlaces({ userHome, folder, env }: Surroundings): readonly Place[] {
  const named = variables.flatMap(([variable, system]): readonly Place[] => {
    const path = env[variable]?.trim() ?? ''
    return isAbsolute(path) ? [{ path, system }] : []
  })
  const at = (system: ImportSystem, ...steps: readonly string[]): Place => ({ path: join(userHome, ...steps), system })
  const places: readonly Place[] = [
    ...named,
    at('openclaw', '.openclaw', 'openclaw.json'),
    at('moltbot', '.moltbot', 'moltbot.json'),
    at('moltbot', '.clawdbot', 'moltbot.json'),
    at('clawdbot', '.clawdbot', 'clawdbot.json'),
    at('openclaw', '.clawdbot', 'openclaw.json'),
    at('nanobot', '.nanobot', 'config.json'),
    at('xiaoo', '.config', 'xiaoo', 'config.toml'),
    { path: '/opt/xiaoo/config/config.toml', system: 'xiaoo' },
    { path: join(folder, 'config.toml'), system: 'xiaoo', beside: join(folder, 'xiaoo.env') },
  ]
  return places.filter(({ path }, index) => places.findIndex(place => place.path === path) === index)
}

/** The env file that a system reads beside its configuration. */
export const envNameOf = (system: ImportSystem): string => (system === 'xiaoo' ? 'xiaoo.env' : '.env')
