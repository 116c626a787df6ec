import { useEffect, useRef, useState } from 'react'
import { useCall, useWords } from '../../hooks.ts'
import { href } from '../../route.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ErrorBlock } from '../../ui/messages.tsx'
import { State } from '../../ui/state-glyph.tsx'
import { detailWords } from '../../words/log-detail.ts'
import type { Remedy } from './remedies.ts'

export type RemediesProps = {
  readonly remedies: readonly Remedy[]
  readonly account: string
  readonly openId: string
  readonly chatId: string
}

/** The buttons that change the fate of such messages, and what came of pressing one. */
export function Remedies({ remedies, account, openId, chatId }: RemediesProps) {
  const say = useWords(detailWords)
  const allow = useCall('people.allow')
  const deny = useCall('people.deny')
  const group = useCall('groups.save')
  const pause = useCall('agent.pause')
  const [told, setTold] = useState<string>()
  const busy = allow.busy || deny.busy || group.busy || pause.busy
  const failure = allow.failure ?? deny.failure ?? group.failure ?? pause.failure
  if (remedies.length === 0) return null

  const actions: Readonly<Record<Exclude<Remedy['kind'], LinkKind>, () => Promise<unknown>>> = {
    'allow-person': () => allow.call({ id: openId, account }),
    'deny-person': () => deny.call({ id: openId, account }),
    'admit-group': () => allow.call({ id: chatId, account }),
    'answer-unmentioned': () => group.call({ account, chatId, requireMention: false }),
    'enable-group': () => group.call({ account, chatId, enabled: true }),
    resume: () => pause.call({ paused: false }),
  }
  const press = async (kind: keyof typeof actions) => {
    await actions[kind]()
    // a call that failed shows its failure instead of this
    setTold(say(kind === 'allow-person' ? 'doneAllow' : kind === 'deny-person' ? 'doneDeny' : 'done'))
  }
  return (
    <div className="log-remedies">
      {failure && <ErrorBlock title={say('refused')} error={failure} />}
      {told !== undefined && !failure ? (
        <Done>{told}</Done>
      ) : (
        <div className="log-buttons">
          {remedies.map(remedy =>
            isLink(remedy) ? (
              <ButtonLink key={remedy.kind} kind="quiet" href={addressOf(remedy, account, chatId)}>
                {say(links[remedy.kind])}
              </ButtonLink>
            ) : (
              <Button key={remedy.kind} busy={busy} onClick={() => void press(remedy.kind)}>
                {say(labels[remedy.kind])}
              </Button>
            ),
          )}
        </div>
      )}
    </div>
  )
}

/** Takes the focus of the button that it stands for, so that the keyboard stays where it was. */
function Done({ children }: { readonly children: string }) {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <p ref={place} role="status" tabIndex={-1}>
      <State shape="done">{children}</State>
    </p>
  )
}

const labels = {
  'allow-person': 'allow',
  'deny-person': 'deny',
  'admit-group': 'admit',
  'answer-unmentioned': 'unmention',
  'enable-group': 'enable',
  resume: 'resume',
} as const satisfies Record<Exclude<Remedy['kind'], LinkKind>, keyof (typeof detailWords)['entries']>

type LinkKind = 'settings' | 'group' | 'doctor'
type LinkRemedy = Extract<Remedy, { kind: LinkKind }>

const links = { settings: 'openSettings', group: 'openGroup', doctor: 'openDoctor' } as const

const isLink = (remedy: Remedy): remedy is LinkRemedy => remedy.kind in links

function addressOf(remedy: LinkRemedy, account: string, chatId: string): string {
  if (remedy.kind === 'settings') return href('settings', remedy.topic)
  return remedy.kind === 'group' ? href('groups', account, chatId) : href('doctor')
}
