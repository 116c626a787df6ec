import { useApp, useLanguage, useWords } from '../hooks.ts'
import { botLink } from '../bot-link.ts'
import { accountName } from '../ui/account-state.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/messages.tsx'
import { useCopy } from '../ui/use-copy.ts'
import { kit } from '../words/kit.ts'
import { people } from '../words/people.ts'
import { platformName } from '../words/platform.ts'
import { NoAccount } from './home-empty.tsx'

/** Nobody has written yet: how to find the bot, or how to get one. */
export function Nobody() {
  const say = useWords(people)
  const sayKit = useWords(kit)
  const language = useLanguage()
  const account = useApp(state => Object.values(state.accounts)[0])
  const { copied, copy } = useCopy()
  const link = account && botLink(account)
  if (!account) return <NoAccount />
  if (!link) return <Empty title={say('nobodyTitle')}>{say('nobodyPlain')}</Empty>
  const platform = platformName(account.domain, language)
  const told = { yes: sayKit('copied'), no: sayKit('notCopied') }
  return (
    <Empty
      title={say('nobodyTitle')}
      actions={
        <>
          <ButtonLink kind="primary" href={link} external>
            {say('openBot', { platform })}
          </ButtonLink>
          <Button onClick={() => copy(link)}>{copied ? told[copied] : say('copyLink')}</Button>
        </>
      }
    >
      {say('nobodyText', { platform, bot: accountName(account) })}
    </Empty>
  )
}
