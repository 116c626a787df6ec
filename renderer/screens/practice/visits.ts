const KEY = 'practice-log-seen'

/** Remembers for this window that the log was opened; the story's last step asks for it. */
export const noteLogSeen = (memory: Pick<Storage, 'setItem'>): void => memory.setItem(KEY, 'yes')

export const isLogSeen = (memory: Pick<Storage, 'getItem'>): boolean => memory.getItem(KEY) === 'yes'
