import { botLink } from '../bot-link.ts'
import { useApp, useLanguage, useWords } from '../hooks.ts'
import { href } from '../route.ts'
import { accountName } from '../ui/account-state.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/messages.tsx'
import { home } from '../words/home.ts'
import { people } from '../words/people.ts'
import { platformName } from '../words/platform.ts'

/** Nothing is connected yet, because nothing is configured. */
export function NoAccount() {
  const say = useWords(home)
  return (
    <Empty
      title={say('noAccountTitle')}
      actions={
        <ButtonLink kind="primary" href={href('setup', 'start')}>
          {say('addAccount')}
        </ButtonLink>
      }
    >
      {say('noAccountText')}
    </Empty>
  )
}

/** Until the first message: what to do next. */
export function Hello() {
  const say = useWords(home)
  const sayPeople = useWords(people)
  const language = useLanguage()
  const account = useApp(state => Object.values(state.accounts).find(known => known.state === 'online'))
  const isQuiet = useApp(state => state.recent.length === 0 && state.pending.length === 0)
  const written = useApp(state => state.today.since)
  const isPractice = useApp(state => state.practice !== undefined)
  if (!account || !isQuiet || written > 0) return null
  if (isPractice) return <PracticeHello />
  const platform = platformName(account.domain, language)
  const link = botLink(account)
  return (
    <Empty
      title={say('hello')}
      actions={
        link && (
          <ButtonLink kind="primary" href={link} external>
            {sayPeople('openBot', { platform })}
          </ButtonLink>
        )
      }
    >
      {say('helloText', { bot: accountName(account), platform })}
    </Empty>
  )
}

/** In practice there is nobody but whom one plays oneself. */
function PracticeHello() {
  const say = useWords(home)
  return (
    <Empty
      title={say('practiceHello')}
      actions={
        <ButtonLink kind="primary" href={href('practice')}>
          {say('openPractice')}
        </ButtonLink>
      }
    >
      {say('practiceText')}
    </Empty>
  )
}
