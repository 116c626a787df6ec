import { useState, type FormEvent } from 'react'
import type { GroupView } from '../../main/contract/views.ts'
import { useApp, useRead, useWords } from '../hooks.ts'
import { accountName } from '../ui/account-state.ts'
import { Button } from '../ui/button.tsx'
import { SidePanel } from '../ui/dialog.tsx'
import { Field, Input, TextArea } from '../ui/field.tsx'
import { IdButton } from '../ui/id-button.tsx'
import { ErrorBlock } from '../ui/messages.tsx'
import { shortId } from '../ui/short-id.ts'
import { State } from '../ui/state-glyph.tsx'
import { Switch } from '../ui/switch.tsx'
import { ValueChip } from '../ui/value-chip.tsx'
import { groups } from '../words/groups.ts'
import { kit } from '../words/kit.ts'
import { people } from '../words/people.ts'
import { useGroupEdit, type Change, type GroupEdit } from './groups-edit.ts'
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
      <AllowFrom group={group} save={edit.saveAllowed} />
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

type AllowFromProps = { readonly group: GroupView; readonly save: GroupEdit['saveAllowed'] }

/** People who are answered in this group: by name where they have written, else by their Open ID. */
function AllowFrom({ group, save }: AllowFromProps) {
  const say = useWords(groups)
  const sayPeople = useWords(people)
  const known = useRead('people.list', { account: group.account }).value
  const [typed, setTyped] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const { allowFrom } = group
  const nameOf = (id: string) =>
    id === '*' ? sayPeople('all') : known?.find(({ openId }) => openId === id)?.name || shortId(id)
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const ids = typed.split(/[\s,，;；]+/).filter(Boolean)
    const isRight = ids.every(id => /^(ou_\w+|\*)$/.test(id))
    setIsWrong(!isRight)
    if (isRight && ids.length > 0 && (await save([...new Set([...allowFrom, ...ids])]))) setTyped('')
  }
  return (
    <Field label={say('allowFrom')} help={say('allowFromHelp')} {...(isWrong && { error: say('allowFromWrong') })}>
      <div className="group-people">
        {allowFrom.length > 0 && (
          <ul aria-label={say('allowFrom')}>
            {allowFrom.map(id => (
              <li key={id}>
                <ValueChip
                  label={nameOf(id)}
                  title={id}
                  removal={say('allowFromRemove', { name: nameOf(id) })}
                  onRemove={() => void save(allowFrom.filter(other => other !== id))}
                />
              </li>
            ))}
          </ul>
        )}
        <form autoComplete="off" onSubmit={event => void add(event)}>
          <Input isCode value={typed} onChange={setTyped} placeholder="ou_…" />
          <Button type="submit">{say('allowFromAdd')}</Button>
        </form>
      </div>
    </Field>
  )
}

const ruleNames = {
  enabled: 'enabled',
  requireMention: 'mention',
  systemPrompt: 'prompt',
  admitted: 'admission',
  allowFrom: 'allowFrom',
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
