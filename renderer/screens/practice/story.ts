/** The five steps of the story, in order. */
export const storySteps = ['write', 'held', 'allow', 'answer', 'log'] as const
export type StoryStep = (typeof storySteps)[number]

/** What really happened so far. */
export type Happened = Readonly<Record<StoryStep, boolean>>

export type StoryState = { readonly step: StoryStep; readonly state: 'done' | 'now' | 'ahead' }

/** Which steps are done, and which is next; somebody may also go their own way. */
export function storyOf(happened: Happened): readonly StoryState[] {
  const next = storySteps.find(step => !happened[step])
  return storySteps.map(step => ({ step, state: happened[step] ? 'done' : step === next ? 'now' : 'ahead' }))
}

type Seen = {
  /** How many messages were answered today. */
  readonly answered: number
  /** Somebody waits to be allowed. */
  readonly isHeld: boolean
  /** Texts of the bot in the chat that is open. */
  readonly botTexts: readonly string[]
  readonly openIds: readonly string[]
  readonly isSomebodyAllowed: boolean
  readonly isLogSeen: boolean
}

/** Reads the story's steps from what can be seen. */
export function happenedOf({ answered, isHeld, botTexts, openIds, isSomebodyAllowed, isLogSeen }: Seen): Happened {
  return {
    write: isHeld || isSomebodyAllowed,
    held: isSomebodyAllowed || (isHeld && botTexts.some(text => openIds.some(id => text.includes(id)))),
    allow: isSomebodyAllowed,
    answer: isSomebodyAllowed && answered > 0,
    log: isLogSeen,
  }
}
