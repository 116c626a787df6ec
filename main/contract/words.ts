/** A sentence in both languages of Perch. */
export type Words = { readonly en: string; readonly zh: string }

export type Language = keyof Words

/** Simplified Chinese when the text holds any Han character, else English: the sender reads what they write. */
export const languageOf = (text: string): Language => (/\p{Script=Han}/u.test(text) ? 'zh' : 'en')
