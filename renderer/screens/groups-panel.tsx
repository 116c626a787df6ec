import { useState } from 'react'
import type { GroupView } from '../../main/contract/views.ts'
import { useApp, useWords } from '../hooks.ts'
import { accountName } from '../ui/account-state.ts'
import { Button } from '../ui/button.tsx'
import { SidePanel } from '../ui/dialog.tsx'
import { Field, TextArea } from '../ui/field.tsx'
import { IdButton } from '../ui/id-button.tsx'
import { ErrorBlock } from '../ui/messages.tsx'
import { State } from '../ui/state-glyph.tsx'
import { Switch } from '../ui/switch.tsx'
import { groups } from '../words/groups.ts'
import { kit } from '../words/kit.ts'
import { people } from '../words/people.ts'
import { useGroupEdit, type Change } from './groups-edit.ts'
import { standingOfGroup } from './groups-list.ts'

type PanelProps = { readonly group: GroupView; readonly again: () => void; readonly close: () => void }

/** The rules of one group; each change is saved at once and can be taken back. */
export function GroupPanel({ group, again, close }: PanelProps) {
  const say = useWords(groups)
  const account = useApp(state => state.accounts[group.account])
  const edit = useGroupEdit(group, again)
  return (
    <SidePanel
      open
      onClose={close}
      title={group.name || say('unnamed')}
      detail={
        <span className="group-facts shown-copy">
          {account ? accountName(account) : group.account}
          <IdButton id={group.chatId} label={say('chatId')} />
        </span>
      }
      actions={edit.last && <Saved last={edit.last} busy={edit.busy} />}
    >
      {edit.failure && <ErrorBlock title={say('saveFailed')} error={edit.failure} />}
      <Admission group={group} busy={edit.busy} admit={edit.admit} />
      <Field label={say('enabled')}>
        <Switch checked={group.enabled} onChange={value => edit.save('enabled', value)} />
      </Field>
      <Field label={say('mention')} help={say('mentionHelp')}>
        <Switch checked={group.requireMention} onChange={value => edit.save('requireMention', value)} />
      </Field>
      <Prompt key={group.systemPrompt} group={group} save={value => edit.save('systemPrompt', value)} />
      {group.allowFrom.length > 0 && <AllowFrom group={group} />}
    </SidePanel>
  )
}

function Admission(props: {
  readonly group: GroupView
  readonly busy: boolean
  readonly admit: (on: boolean) => void
}) {
  const say = useWords(groups)
  const standing = standingOfGroup(props.group)
  const texts = { allowed: 'admittedText', notAllowed: 'someText', off: 'offText' } as const
  const shapes = { allowed: 'done', notAllowed: 'offline', off: 'barred' } as const
  const isAllowed = standing === 'allowed'
  return (
    <div className="group-admission">
      <div>
        <State shape={shapes[standing]}>{say(standing)}</State>
        <p className="secondary">{say(texts[standing])}</p>
      </div>
      <Button kind={isAllowed ? 'secondary' : 'primary'} busy={props.busy} onClick={() => props.admit(!isAllowed)}>
        {say(isAllowed ? 'deny' : 'allow')}
      </Button>
    </div>
  )
}

function Prompt({ group, save }: { readonly group: GroupView; readonly save: (text: string) => void }) {
  const say = useWords(groups)
  const [text, setText] = useState(group.systemPrompt)
  return (
    <Field label={say('prompt')} help={say('promptHelp')}>
      <TextArea rows={6} value={text} onChange={setText} onCommit={save} />
    </Field>
  )
}

function AllowFrom({ group }: { readonly group: GroupView }) {
  const say = useWords(groups)
  const sayPeople = useWords(people)
  return (
    <div className="field">
      <span className="field-label">{say('allowFrom')}</span>
      <div className="field-body">
        <ul className="group-people shown-copy">
          {group.allowFrom.map(id => (
            <li key={id}>{id === '*' ? sayPeople('all') : <IdButton id={id} label={sayPeople('openId')} />}</li>
          ))}
        </ul>
        <p className="field-help">{say('allowFromHelp')}</p>
      </div>
    </div>
  )
}

const ruleNames = {
  enabled: 'enabled',
  requireMention: 'mention',
  systemPrompt: 'prompt',
  admitted: 'admission',
} as const

function Saved({ last, busy }: { readonly last: Change; readonly busy: boolean }) {
  const say = useWords(groups)
  const sayKit = useWords(kit)
  return (
    <>
      <span className="group-saved" role="status">
        {say('saved', { what: say(ruleNames[last.rule]) })}
      </span>
      <Button kind="quiet" busy={busy} onClick={last.undo}>
        {sayKit('undo')}
      </Button>
    </>
  )
}
