import { useLanguage, useServices, useWords } from '../../hooks.ts'
import { entryWords } from '../../words/settings-entries.ts'
import { Entries } from './entries.tsx'
import { EntryHead } from './entry-head.tsx'
import { Fields } from './fields.tsx'
import { NewEntry } from './new-entry.tsx'
import { NotifierTest } from './notifier-test.tsx'
import { errorText } from './setting-field.tsx'
import type { PageProps } from './topic-page.tsx'
import { namesIn, quoted, settingAt, settingsOf } from './topics.ts'
import { useTold } from './use-told.ts'

const TABLE = 'notifiers'
const NEW = 'notifiers.<new>'

/** What its webhook has to be; told where there is no notifier whose setting could say it. */
const wants = {
  en: 'The webhook address of a group bot, which starts with https://.',
  zh: '请填写群机器人的 Webhook 地址，以 https:// 开头。',
}

/** Group bots that Perch posts to: add one, try it, take it away. */
export function NotifiersPage({ list, settings, entry }: PageProps) {
  const say = useWords(entryWords)
  const told = useTold(entryWords)
  const language = useLanguage()
  const { link } = useServices()
  const names = namesIn(list, TABLE)
  if (entry !== undefined)
    return (
      <>
        <EntryHead topic="notifiers" title={names.includes(entry) ? entry : say('gone')} />
        <Fields list={settingsOf(list, TABLE, entry)} settings={settings} />
        {names.includes(entry) && <NotifierTest key={entry} name={entry} />}
      </>
    )
  const pathOf = (name: string) => `${TABLE}.${quoted(name)}`
  const remove = async (name: string) => {
    await link.call('secret.unset', { name: `${pathOf(name)}.secret` }) // while the configuration still knows its name
    await link.call('config.unset', { path: pathOf(name) })
  }
  return (
    <Entries
      label={say('notifiers')}
      topic="notifiers"
      none={say('notifiersNone')}
      addLabel={say('notifierAdd')}
      entries={names.map(name => ({
        id: name,
        name,
        detail: hostOf(settingAt(list, `${pathOf(name)}.url`)?.value),
        lost: say('notifierLost'),
        onRemove: () =>
          void settings.perform({ place: TABLE, work: () => remove(name), told: told('wasRemoved', { name }) }),
      }))}
      form={onClose => (
        <NewEntry
          taken={names}
          isName={name => /^[\w-]{1,32}$/.test(name)}
          more={{ label: say('notifierUrl'), placeholder: 'https://open.feishu.cn/open-apis/bot/v2/hook/…' }}
          error={errorText({ path: NEW, wants }, settings.errors[NEW], language)}
          add={(name, url) =>
            settings.perform({
              place: NEW,
              work: () => link.call('config.set', { path: pathOf(name), value: { url } }),
              told: told('wasAdded', { name }),
            })
          }
          onClose={() => {
            settings.forgive(NEW)
            onClose()
          }}
        />
      )}
    />
  )
}

const hostOf = (url: unknown): string => (typeof url === 'string' ? (URL.parse(url)?.host ?? url) : '')
