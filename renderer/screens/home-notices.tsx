import { AppError } from '../../main/contract/errors.ts'
import type { NoticeView } from '../../main/contract/state.ts'
import { useApp, useLanguage, useWords } from '../hooks.ts'
import { href } from '../route.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Row, Rows, Section } from '../ui/layout.tsx'
import { StateGlyph } from '../ui/state-glyph.tsx'
import { Time } from '../ui/time.tsx'
import { home } from '../words/home.ts'
import { inLanguage } from '../words/in-language.ts'

/** What the owner should know until it is mended; a model that can't answer stands here, too. */
export function Notices() {
  const say = useWords(home)
  const notices = useApp(state => state.notices)
  const llm = useApp(state => state.llm)
  const told = notices.filter(notice => !notice.code.startsWith('model-') || llm.ready)
  if (told.length === 0 && llm.ready) return null
  return (
    <Section title={say('notices')} aside={told.length + (llm.ready ? 0 : 1)}>
      <Rows>
        {!llm.ready && <ModelRow />}
        {told.map(notice => (
          <NoticeRow key={notice.id} notice={notice} />
        ))}
      </Rows>
    </Section>
  )
}

function ModelRow() {
  const say = useWords(home)
  const language = useLanguage()
  const llm = useApp(state => state.llm)
  const reason = llm.says ? inLanguage(llm.says, language) : llm.reason
  return (
    <Row
      lead={<StateGlyph shape="attention" />}
      title={reason ?? say('modelTitle')}
      detail={say('modelText')}
      end={<ButtonLink href={href('settings', 'model')}>{say('setModel')}</ButtonLink>}
    />
  )
}

const noticeShapes = { info: 'here', warning: 'attention', error: 'failed' } as const

function NoticeRow({ notice }: { readonly notice: NoticeView }) {
  const language = useLanguage()
  const hint = new AppError(notice.code, '').hint(language === 'en' ? 'en' : 'zh')
  return (
    <Row
      lead={<StateGlyph shape={noticeShapes[notice.level]} />}
      title={notice.says ? inLanguage(notice.says, language) : notice.message}
      detail={hint}
      end={
        <span className="secondary">
          <Time at={notice.at} />
        </span>
      }
    />
  )
}
