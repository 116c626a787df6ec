/** `POST /open-apis/…: ` in front of what went wrong tells a person nothing; the log's details keep it. */
export const withoutCall = (reason: string): string =>
  reason.replace(/^[A-Z]+ \/[^\s:：]*[:：]\s*(\S)/u, (_, first: string) => first.toUpperCase())
