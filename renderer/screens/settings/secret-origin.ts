import type { SettingView } from '../../../main/contract/views.ts'

/** How a secret stands. `otherHost`: it is stored, but for another host than the one it would go to now. */
export type Standing = 'stored' | 'otherHost' | 'environment' | 'file' | 'variableMissing' | 'nowhere'

export function standingOf({ origin, isSet }: Pick<SettingView, 'origin' | 'isSet'>): Standing {
  if (!origin) return isSet ? 'stored' : 'nowhere'
  switch (origin.from) {
    case 'environment':
    case 'file':
      return origin.from
    case 'store':
      return origin.host !== '' && origin.boundTo !== undefined && origin.boundTo !== origin.host
        ? 'otherHost'
        : 'stored'
    case 'nowhere':
      return origin.source === undefined ? 'nowhere' : 'variableMissing'
    default:
      return origin.from satisfies never
  }
}
