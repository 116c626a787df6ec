/** JSON from outside: `undefined` for what is none, which every schema then refuses in its own way. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // the caller's schema says what that means
    return undefined
  }
}
