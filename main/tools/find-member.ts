import { z } from 'zod'
import { defineTool, type ToolScene } from '../agent/tool.ts'

export type Member = { readonly openId: string; readonly name: string }

/** Who is in the chat of this turn; `undefined` where the platform does not tell. */
export type MembersPort = {
  readonly of: (
    scene: Pick<ToolScene, 'account' | 'chatId'>,
    signal: AbortSignal,
  ) => Promise<{ readonly people: readonly Member[]; readonly complete: boolean } | undefined>
}

const MOST = 20

export const findMemberTool = ({ of }: MembersPort) =>
  defineTool({
    name: 'find_member',
    describe:
      'Finds people of this group chat by a part of their name, with the Open ID by which an answer can mention them as <at id=ou_…></at>.',
    access: 'read',
    input: z.object({ name: z.string().min(1).max(100).describe('A name or a part of it') }),
    target: ({ name }) => name,
    run: async ({ name }, scene, signal) => {
      if (scene.message?.chatType === 'p2p') return 'This is a private chat: only the person who writes is in it.'
      const members = await of(scene, signal)
      if (!members) return 'The platform does not tell who is in this chat.'
      const found = matching(members.people, name)
      if (found.length === 0)
        return `Nobody of this chat is called "${name}"${members.complete ? '' : ', as far as the list could be read'}.`
      const shown = found.slice(0, MOST).map(({ openId, name: whole }) => `${oneLine(whole)} (${openId})`)
      return [
        ...shown,
        ...(found.length > MOST ? [`… and ${found.length - MOST} more; ask with more of the name.`] : []),
      ].join('\n')
    },
  })

/** Whatever the case and the form of the letters; a whole name comes before a part of one. */
export function matching(people: readonly Member[], name: string): readonly Member[] {
  const wanted = plain(name)
  const [whole, parts] = [people.filter(person => plain(person.name) === wanted), people.filter(isPart(wanted))]
  return [...whole, ...parts]
}

const isPart = (wanted: string) => (person: Member) =>
  plain(person.name) !== wanted && plain(person.name).includes(wanted)
/** A name is chosen by its bearer: it can't bring lines of its own into the answer. */
const oneLine = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
