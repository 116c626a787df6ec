import { useServices, useWords } from '../../hooks.ts'
import { entryWords } from '../../words/settings-entries.ts'
import { Entries } from './entries.tsx'
import { EntryHead } from './entry-head.tsx'
import { Fields, Part } from './fields.tsx'
import { NewEntry } from './new-entry.tsx'
import type { PageProps } from './topic-page.tsx'
import { isOwn, namesIn, settingAt, settingsOf } from './topics.ts'
import { useTold } from './use-told.ts'

const TABLE = 'agents.list'

/** Who answers, and what each is told. */
export function AgentsPage({ list, settings, entry }: PageProps) {
  const say = useWords(entryWords)
  const told = useTold(entryWords)
  const { link } = useServices()
  const ids = namesIn(list, TABLE)
  if (entry !== undefined) {
    const own = settingsOf(list, TABLE, entry)
    return (
      <>
        <EntryHead topic="agent" title={own.length > 0 ? (ids[Number(entry)] ?? '') : say('gone')} />
        <Fields list={own} settings={settings} />
      </>
    )
  }
  const remove = (index: number) => {
    let before: unknown
    void settings.perform({
      place: TABLE,
      work: async () => {
        before = await link.call('config.get', { path: TABLE })
        await link.call('config.unset', { path: `${TABLE}[${index}]` })
      },
      back: () => link.call('config.set', { path: TABLE, value: before }),
      told: told('wasRemoved', { name: ids[index] ?? '' }),
    })
  }
  const rest = list.filter(setting => setting.topic === 'agent' && isOwn(setting) && setting.path !== TABLE)
  const defaultId = settingAt(list, 'agents.defaultAgentId')?.value
  return (
    <>
      <Fields list={rest} settings={settings} />
      <Part title={say('agents')}>
        <Entries
          label={say('agents')}
          topic="agent"
          none={say('agentsNone')}
          addLabel={say('agentAdd')}
          entries={ids.map((name, index) => ({
            id: String(index),
            name: name || `#${index + 1}`,
            ...(name === defaultId && { detail: say('agentDefault') }),
            onRemove: () => remove(index),
          }))}
          form={onClose => (
            <NewEntry
              taken={ids}
              isName={name => /^[\w-]{1,32}$/.test(name)}
              error={settings.errors[TABLE]?.message}
              add={id =>
                settings.perform({
                  place: TABLE,
                  work: () => link.call('config.set', { path: `${TABLE}[${ids.length}]`, value: { id } }),
                  back: () => link.call('config.unset', { path: `${TABLE}[${ids.length}]` }),
                  told: told('wasAdded', { name: id }),
                })
              }
              onClose={onClose}
            />
          )}
        />
      </Part>
    </>
  )
}
