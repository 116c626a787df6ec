const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef\p{Extended_Pictographic}]/gu

/** About how many tokens a text takes: one for each Chinese, Japanese or Korean character, a quarter for any other. */
export function estimateTokens(text: string): number {
  let wide = 0
  let wideUnits = 0
  for (const [character] of text.matchAll(WIDE)) {
    wide += 1
    wideUnits += character.length
  }
  return wide + Math.ceil((text.length - wideUnits) / 4)
}
