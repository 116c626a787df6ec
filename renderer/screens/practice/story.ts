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
  /** Fates and how often they came today. */
  readonly counts: Readonly<Partial<Record<string, number>>>
  /** Texts of the bot in the chat that is open. */
  readonly botTexts: readonly string[]
  readonly openIds: readonly string[]
  readonly isSomebodyAllowed: boolean
  readonly isLogSeen: boolean
}

/** Reads the story's steps from what can be seen. */
export function happenedOf({ counts, botTexts, openIds, isSomebodyAllowed, isLogSeen }: Seen): Happened {
  const isHeld = (counts['pending-pairing'] ?? 0) > 0
  return {
    write: isHeld || isSomebodyAllowed,
    held: isSomebodyAllowed || (isHeld && botTexts.some(text => openIds.some(id => text.includes(id)))),
    allow: isSomebodyAllowed,
    answer: isSomebodyAllowed && (counts['answered'] ?? 0) > 0,
    log: isLogSeen,
  }
}
