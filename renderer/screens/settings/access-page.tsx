import type { SettingView } from '../../../main/contract/views.ts'
import { useApp, useWords } from '../../hooks.ts'
import { accountName } from '../../ui/account-state.ts'
import { settingsWords } from '../../words/settings.ts'
import { Fields, Part } from './fields.tsx'
import { useOwnerName } from './owner-name.ts'
import type { PageProps } from './topic-page.tsx'
import { groupsOf, leafOf } from './topics.ts'

/** Whom each bot answers; a heading for each account as soon as there is more than one. */
export function AccessPage({ list, settings }: PageProps) {
  const say = useWords(settingsWords)
  const main = useApp(state => state.accounts['default'])
  const ownerName = useOwnerName([])
  const groups = groupsOf(list.filter(({ topic }) => topic === 'access'))
  return groups.map(({ owner, settings: own }) => {
    const name = owner ? ownerName(owner) : main ? accountName(main) : say('mainAccount')
    return (
      <Part key={owner?.name ?? ''} {...(groups.length > 1 && { title: name })}>
        <Fields list={inOrder(own)} settings={settings} />
      </Part>
    )
  })
}

/** The rules first, then whom they let in. */
const order = ['dmPolicy', 'groupPolicy', 'ownerIds', 'allowFrom', 'groupAllowFrom', 'groups']

const inOrder = (list: readonly SettingView[]): readonly SettingView[] =>
  list.toSorted((one, other) => order.indexOf(leafOf(one.path)) - order.indexOf(leafOf(other.path)))
