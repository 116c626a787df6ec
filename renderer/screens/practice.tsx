import { useCallback, useState } from 'react'
import { useApp, useWords } from '../hooks.ts'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/chip.tsx'
import { Page } from '../ui/layout.tsx'
import { Empty, ErrorBlock, Waiting } from '../ui/messages.tsx'
import { practiceWords } from '../words/practice.ts'
import { Cast, NewPerson } from './practice/cast.tsx'
import { Feishu, Refusal } from './practice/feishu.tsx'
import { Did } from './practice/did.tsx'
import { TroubleBar } from './practice/trouble.tsx'
import { useAct, useLook } from './practice/use-world.ts'
import { Chats, Messages, People, WorldChat, WorldPerson } from './practice/world.ts'
import './practice/practice.css'

/** The pretend Feishu at the left, what Perch did with it at the right. */
export function PracticeScreen() {
  const say = useWords(practiceWords)
  const [view, setView] = useState<'feishu' | 'did'>('feishu')
  const people = useLook('people', {}, People)
  const [since] = useState(Date.now)
  const users = people.value?.filter(({ kind }) => kind === 'user')
  return (
    <Page wide>
      <div className="practice-views">
        <Filter
          label={say('views')}
          options={[
            { value: 'feishu', label: say('feishu') },
            { value: 'did', label: say('did') },
          ]}
          value={view}
          onChange={setView}
        />
      </div>
      <div className="practice" data-view={view}>
        {!users && <h1 className="unseen">{say('title')}</h1>}
        {people.failure && (
          <div className="practice-alone">
            <ErrorBlock
              title={say('failed')}
              error={people.failure}
              actions={<Button onClick={people.again}>{say('again')}</Button>}
            />
          </div>
        )}
        {!users && !people.failure && (
          <div className="practice-alone">
            <Waiting what={say('reading')} since={since} />
          </div>
        )}
        {users && <World people={users} />}
      </div>
    </Page>
  )
}

/** Who is played and where, as far as somebody has chosen. */
function usePlace(people: readonly WorldPerson[]) {
  const [person, setPerson] = useState<string>()
  const [chatId, setChatId] = useState<string>()
  const [chosen, setChosen] = useState<string>()
  const me = people.find(({ openId }) => openId === person) ?? people[0]
  const go = useCallback((openId: string, chat?: string) => {
    setPerson(openId)
    setChatId(chat)
    setChosen(undefined)
  }, [])
  return { me, chatId, chosen, setChosen, go, setChatId }
}

function World({ people }: { readonly people: readonly WorldPerson[] }) {
  const act = useAct()
  const { me, chatId, chosen, setChosen, go } = usePlace(people)
  const chats = useLook('chats', me ? { person: me.openId } : {}, Chats).value ?? []
  const chat =
    chats.find(one => one.chatId === chatId) ?? chats.find(({ mode }) => chatId === undefined && mode === 'p2p')
  const looked = useLook('look', chat && { chat: chat.chatId }, Messages)
  const messages = chat ? (looked.value ?? []) : []
  const ours = messages.filter(({ chatId: place }) => place === chat?.chatId) // what another chat showed before
  const said = ours.filter(({ sender, recalled }) => sender.kind === 'person' && !recalled)
  const message = said.find(({ messageId }) => messageId === chosen) ?? said.at(-1)
  const account = useApp(state => Object.keys(state.accounts)[0] ?? 'default')
  const create = async (name: string) => {
    const made = await act.act('createPerson', { name }, WorldPerson)
    if (made) go(made.value.openId)
    return made?.value
  }
  const createGroup = async (name: string, members: readonly string[]) => {
    const made = await act.act('createGroup', { name, members }, WorldChat)
    if (made && me) go(me.openId, made.value.chatId)
  }
  return (
    <>
      <section className="feishu" aria-labelledby="feishu-title">
        <FeishuHead />
        {me ? (
          <>
            <Cast
              people={people}
              me={me}
              onPerson={openId => go(openId)}
              onNewPerson={name => void create(name)}
              chats={chats}
              chat={chat}
              onChat={place => go(me.openId, place)}
              onNewGroup={(name, members) => void createGroup(name, members)}
            />
            <Refusal failure={act.failure} />
            <Feishu
              me={me}
              chat={chat}
              messages={ours}
              chosen={message?.messageId}
              onChoose={setChosen}
              act={act.act}
            />
          </>
        ) : (
          <>
            <Refusal failure={act.failure} />
            <Nobody onCreate={name => void create(name)} />
          </>
        )}
        <TroubleBar act={act.act} />
      </section>
      <section className="did" aria-labelledby="did-title">
        <Did
          account={account}
          message={message}
          chatType={chat && chat.mode !== 'p2p' ? 'group' : 'p2p'}
          botTexts={ours.filter(({ sender }) => sender.kind === 'bot').map(({ text }) => text)}
          openIds={people.map(({ openId }) => openId)}
          onWrite={create}
          act={act.act}
        />
      </section>
    </>
  )
}

function FeishuHead() {
  const say = useWords(practiceWords)
  return (
    <header className="practice-head">
      <h1 id="feishu-title">{say('title')}</h1>
      <span className="secondary">{say('subtitle')}</span>
    </header>
  )
}

function Nobody({ onCreate }: { readonly onCreate: (name: string) => void }) {
  const say = useWords(practiceWords)
  const [isAsking, setIsAsking] = useState(false)
  return (
    <div className="feishu-messages">
      <Empty
        title={say('emptyTitle')}
        actions={
          <Button kind="primary" onClick={() => setIsAsking(true)}>
            {say('newPerson')}
          </Button>
        }
      >
        {say('emptyText')}
      </Empty>
      {isAsking && <NewPerson onClose={() => setIsAsking(false)} onCreate={onCreate} />}
    </div>
  )
}
