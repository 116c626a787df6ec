import type { SettingView } from '../../../main/contract/views.ts'
import { useApp, useWords } from '../../hooks.ts'
import { accountName } from '../../ui/account-state.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/messages.tsx'
import { settingsWords } from '../../words/settings.ts'
import { Fields } from './fields.tsx'
import { useOwnerName } from './owner-name.ts'
import { useTopicName } from './topic-page.tsx'
import { groupsOf, isFound, namesIn, topicsOf } from './topics.ts'
import type { Settings } from './use-settings.ts'

type ResultsProps = {
  readonly search: string
  readonly settings: Settings
  readonly list: readonly SettingView[]
  readonly onClear: () => void
}

/** Every setting that a word fits, under its topic, and under what it belongs to where there are several. */
export function Results({ search, settings, list, onClear }: ResultsProps) {
  const say = useWords(settingsWords)
  const nameOf = useTopicName()
  const ownerName = useOwnerName(namesIn(list, 'agents.list'))
  const main = useApp(state => state.accounts['default'])
  const hasNamed = namesIn(list, 'channels.lark.accounts').length > 0
  const found = list.filter(setting => isFound(setting, search))
  if (found.length === 0)
    return (
      <Empty title={say('noneTitle')} actions={<Button onClick={onClear}>{say('clear')}</Button>}>
        {say('noneText')}
      </Empty>
    )
  return (
    <>
      <p className="secondary" role="status">
        {say('results', { count: found.length })}
      </p>
      {topicsOf(found).map(topic => (
        <section key={topic} className="settings-group" aria-label={nameOf(topic)}>
          <h2 className="settings-owner">{nameOf(topic)}</h2>
          {groupsOf(found.filter(setting => setting.topic === topic)).map(({ owner, settings: own }) => {
            const isMain = owner === undefined && hasNamed && (topic === 'account' || topic === 'access')
            const name = isMain ? (main ? accountName(main) : say('mainAccount')) : ownerName(owner)
            return (
              <div key={`${owner?.table} ${owner?.name}`}>
                {name !== '' && <h3 className="settings-of secondary">{name}</h3>}
                <Fields list={own} settings={settings} />
              </div>
            )
          })}
        </section>
      ))}
    </>
  )
}
