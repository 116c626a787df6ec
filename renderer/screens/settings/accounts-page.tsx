import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useApp, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Rows } from '../../ui/layout.tsx'
import { Empty, ErrorBlock } from '../../ui/messages.tsx'
import { accountWords } from '../../words/settings-accounts.ts'
import { AccountFields } from './account-fields.tsx'
import { AccountRow } from './account-row.tsx'
import { ACCOUNTS, accountsOf, DEED } from './accounts.ts'
import { AddAccount } from './add-account.tsx'
import { EntryHead } from './entry-head.tsx'
import type { PageProps } from './topic-page.tsx'
import { namesIn } from './topics.ts'

/** Every bot with its state; the settings of one, which stand right here while it is the only one. */
export function AccountsPage({ list, settings, entry }: PageProps) {
  const say = useWords(accountWords)
  const views = useApp(state => state.accounts)
  const accounts = accountsOf(views, namesIn(list, ACCOUNTS))
  const [isAdding, setIsAdding] = useState(false)
  const error = settings.errors[DEED]
  const opened = accounts.find(({ id }) => id === entry)
  if (entry !== undefined)
    return (
      <>
        <EntryHead topic="account" title={opened?.name ?? say('gone')} {...(opened && { detail: opened.id })} />
        {error && <ErrorBlock title={say('deedFailed', { name: opened?.name ?? entry })} error={error} />}
        {opened && (
          <>
            <Rows label={say('list')}>
              <AccountRow account={opened} settings={settings} list={list} isOpen isNamed={false} />
            </Rows>
            <AccountFields id={opened.id} list={list} settings={settings} />
          </>
        )}
      </>
    )
  const [only] = accounts
  return (
    <>
      {error && <ErrorBlock title={say('deedFailed', { name: say('list') })} error={error} />}
      {only ? (
        <>
          <Rows label={say('list')}>
            {accounts.map(account => (
              <AccountRow
                key={account.id}
                account={account}
                settings={settings}
                list={list}
                isOpen={accounts.length === 1}
              />
            ))}
          </Rows>
          <p className="settings-adding">
            <Button icon={Plus} onClick={() => setIsAdding(true)}>
              {say('add')}
            </Button>
          </p>
          {accounts.length === 1 && <AccountFields id={only.id} list={list} settings={settings} />}
        </>
      ) : (
        <Empty
          title={say('none')}
          actions={
            <ButtonLink kind="primary" href={href('setup', 'start')}>
              {say('add')}
            </ButtonLink>
          }
        >
          {say('noneText')}
        </Empty>
      )}
      {isAdding && <AddAccount taken={accounts.map(({ id }) => id)} onClose={() => setIsAdding(false)} />}
    </>
  )
}
