import { throttled } from '../base/throttle.ts'
import type { Fact } from '../contract/facts.ts'
import type { PracticePort } from '../rpc/ports.ts'

/** The screens are told at most so often that a chat of the pretend Feishu looks different (milliseconds). */
const AT_MOST_EVERY = 100

/** Shows that there is a pretend Feishu, and whenever one of its chats changes, until the returned function is called. */
export function followPractice(practice: PracticePort | undefined, publish: (fact: Fact) => void): () => void {
  if (!practice) return () => undefined
  const tell = throttled(AT_MOST_EVERY, () => publish({ type: 'practice-changed' }))
  const leave = practice.onChange(tell.run)
  tell.run()
  return () => {
    leave()
    tell.stop()
  }
}
