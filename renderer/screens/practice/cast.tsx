import { Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useWords } from '../../hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Filter } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Input } from '../../ui/field.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Switch } from '../../ui/switch.tsx'
import { practiceWords } from '../../words/practice.ts'
import type { WorldChat, WorldPerson } from './world.ts'

export type CastProps = {
  readonly people: readonly WorldPerson[]
  readonly me: WorldPerson
  readonly onPerson: (openId: string) => void
  readonly onNewPerson: (name: string) => void
  readonly chats: readonly WorldChat[]
  /** The open chat; `undefined` is the direct one that nobody has used yet. */
  readonly chat: WorldChat | undefined
  readonly onChat: (chatId: string | undefined) => void
  readonly onNewGroup: (name: string, members: readonly string[]) => void
}

/** Who is played, and where they are. */
export function Cast(props: CastProps) {
  const say = useWords(practiceWords)
  const [asking, setAsking] = useState<'person' | 'group'>()
  const { people, me, chats, chat } = props
  const groups = chats.filter(({ mode, dissolved }) => mode !== 'p2p' && !dissolved)
  const isDirect = chat === undefined || chat.mode === 'p2p'
  return (
    <div className="cast">
      <span className="secondary">{say('talkAs')}</span>
      <Filter
        label={say('people')}
        options={people.map(person => ({ value: person.openId, label: person.name }))}
        value={me.openId}
        onChange={props.onPerson}
      />
      <Button kind="quiet" icon={Plus} onClick={() => setAsking('person')}>
        {say('newPerson')}
      </Button>
      <span className="cast-chat">
        <Menu
          look="chip"
          label={isDirect ? say('direct') : chat.title}
          items={[
            { id: 'direct', label: say('direct'), chosen: isDirect, onSelect: () => props.onChat(undefined) },
            ...groups.map(group => ({
              id: group.chatId,
              label: group.title,
              chosen: group.chatId === chat?.chatId,
              onSelect: () => props.onChat(group.chatId),
            })),
            { id: 'new', label: say('newGroup'), icon: Plus, onSelect: () => setAsking('group') },
          ]}
        />
      </span>
      {asking === 'person' && <NewPerson onClose={() => setAsking(undefined)} onCreate={props.onNewPerson} />}
      {asking === 'group' && (
        <NewGroup people={people} me={me} onClose={() => setAsking(undefined)} onCreate={props.onNewGroup} />
      )}
    </div>
  )
}

type AskProps = {
  readonly title: string
  readonly text: string
  readonly label: string
  readonly onClose: () => void
  readonly onCreate: (name: string) => void
  readonly children?: React.ReactNode
}

function AskName({ title, text, label, onClose, onCreate, children }: AskProps) {
  const say = useWords(practiceWords)
  const [name, setName] = useState('')
  const create = (event?: FormEvent) => {
    event?.preventDefault()
    if (name.trim() === '') return
    onCreate(name.trim())
    onClose()
  }
  const actions = (
    <>
      <Button onClick={onClose}>{say('cancel')}</Button>
      <Button kind="primary" onClick={() => create()}>
        {say('create')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={title} actions={actions}>
      <form className="cast-form" onSubmit={create}>
        <p className="secondary">{text}</p>
        <Input value={name} onChange={setName} label={label} placeholder={label} />
        {children}
      </form>
    </Dialog>
  )
}

export function NewPerson({ onClose, onCreate }: Pick<AskProps, 'onClose' | 'onCreate'>) {
  const say = useWords(practiceWords)
  return (
    <AskName
      title={say('newPerson')}
      text={say('newPersonText')}
      label={say('name')}
      onClose={onClose}
      onCreate={onCreate}
    />
  )
}

function NewGroup(props: {
  readonly people: readonly WorldPerson[]
  readonly me: WorldPerson
  readonly onClose: () => void
  readonly onCreate: (name: string, members: readonly string[]) => void
}) {
  const say = useWords(practiceWords)
  const { people, me } = props
  const [out, setOut] = useState<ReadonlySet<string>>(new Set())
  const others = people.filter(({ openId }) => openId !== me.openId)
  const members = [me, ...others.filter(({ openId }) => !out.has(openId))].map(({ openId }) => openId)
  const turn = (openId: string, isIn: boolean) =>
    setOut(before => new Set(isIn ? [...before].filter(id => id !== openId) : [...before, openId]))
  return (
    <AskName
      title={say('newGroup')}
      text={say('newGroupText', { who: me.name })}
      label={say('groupName')}
      onClose={props.onClose}
      onCreate={name => props.onCreate(name, members)}
    >
      {others.map(({ openId, name }) => (
        <label key={openId} className="cast-member">
          <Switch
            label={say('alsoIn', { who: name })}
            checked={!out.has(openId)}
            onChange={isIn => turn(openId, isIn)}
          />
          {name}
        </label>
      ))}
    </AskName>
  )
}
