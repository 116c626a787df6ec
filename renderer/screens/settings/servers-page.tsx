import { useServices, useWords } from '../../hooks.ts'
import { entryWords } from '../../words/settings-entries.ts'
import { Entries } from './entries.tsx'
import { EntryHead } from './entry-head.tsx'
import { Fields, Part, UnusedNote } from './fields.tsx'
import { NewEntry } from './new-entry.tsx'
import type { PageProps } from './topic-page.tsx'
import { isOwn, namesIn, quoted, settingAt, settingsOf } from './topics.ts'
import { useTold } from './use-told.ts'

const TABLE = 'mcp.servers'

/** Skill folders, and the MCP servers with their commands or addresses. */
export function ServersPage({ list, settings, entry }: PageProps) {
  const say = useWords(entryWords)
  const told = useTold(entryWords)
  const { link } = useServices()
  const names = namesIn(list, TABLE)
  if (entry !== undefined)
    return (
      <>
        <EntryHead topic="skills" title={names.includes(entry) ? entry : say('gone')} />
        <Fields list={settingsOf(list, TABLE, entry)} settings={settings} />
      </>
    )
  const pathOf = (name: string) => `${TABLE}.${quoted(name)}`
  const rest = list.filter(setting => setting.topic === 'skills' && isOwn(setting) && setting.path !== TABLE)
  const textOf = (path: string) => {
    const value = settingAt(list, path)?.value
    return typeof value === 'string' ? value : ''
  }
  return (
    <>
      <Fields list={rest} settings={settings} />
      <Part title={say('servers')}>
        {settingAt(list, TABLE)?.unused && !rest.every(({ unused }) => unused) && <UnusedNote />}
        <Entries
          label={say('servers')}
          topic="skills"
          none={say('serversNone')}
          addLabel={say('serverAdd')}
          entries={names.map(name => ({
            id: name,
            name,
            detail: textOf(`${pathOf(name)}.command`) || textOf(`${pathOf(name)}.url`),
            lost: say('serverLost'),
            onRemove: () =>
              void settings.perform({
                place: TABLE,
                work: () => link.call('config.unset', { path: pathOf(name) }),
                told: told('wasRemoved', { name }),
              }),
          }))}
          form={onClose => (
            <NewEntry
              taken={names}
              isName={name => /^[\w-]{1,32}$/.test(name)}
              error={settings.errors[TABLE]?.message}
              add={name =>
                settings.perform({
                  place: TABLE,
                  work: () => link.call('config.set', { path: pathOf(name), value: {} }),
                  back: () => link.call('config.unset', { path: pathOf(name) }),
                  told: told('wasAdded', { name }),
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
