import type { SettingView } from '../contract/views.ts'
import { quoted, valueAt } from './config-values.ts'
import { viewOf, type SettingKey, type SettingSource } from './setting-view.ts'

/** The rules of single groups have a screen of their own; here stands only that they are there. */
const ELSEWHERE = /\.groups\.<name>\./

/** Every key of the schema, once for each place that it has in the configuration, in the order of the schema. */
export function settingViews(source: SettingSource & { readonly keys: readonly SettingKey[] }): readonly SettingView[] {
  const { keys, config } = source
  const unused = keys.filter(({ info }) => info?.unused).map(({ path }) => path)
  const isUnused = (path: string) => unused.some(name => path === name || path.startsWith(`${name}.`))
  return keys
    .filter(({ path }) => !ELSEWHERE.test(path))
    .flatMap(key => {
      const { info } = key
      if (!info) return []
      return placesOf(config, key.path).map(path => viewOf(key, info, path, source, isUnused(key.path)))
    })
}

/** The path once for each entry that the configuration has there. */
function placesOf(config: unknown, path: string): readonly string[] {
  const cut = /^(.*?)(\.<name>|\[\])/.exec(path)
  if (!cut) return [path]
  const [found, before = '', hole] = cut
  const entries = valueAt(config, before)
  const names = typeof entries === 'object' && entries !== null ? Object.keys(entries) : []
  return names.flatMap(name =>
    placesOf(config, `${before}${hole === '[]' ? `[${name}]` : `.${quoted(name)}`}${path.slice(found.length)}`),
  )
}
