/** A sentence in English and Chinese. `{{name}}` is a hole that the caller fills. */
export type Sentence = readonly [en: string, zh: string]

/** A sentence that counts: English for one, English for others, Chinese. The number is `{{count}}`. */
export type Counted = readonly [enOne: string, enOthers: string, zh: string]

export type Entries = Readonly<Record<string, Sentence | Counted>>

/** The words of one screen, under the name by which the translator keeps them. */
export type Dictionary<E extends Entries = Entries> = { readonly name: string; readonly entries: E }

/** The words of one screen. A key without its Chinese is a compile error, and so is a hole that nobody fills. */
export const define = <const E extends Entries>(name: string, entries: E): Dictionary<E> => ({ name, entries })

type HolesOf<S extends string> = S extends `${string}{{${infer Hole}}}${infer Rest}` ? Hole | HolesOf<Rest> : never

/** What a sentence wants filled in; a counted one always wants its count. */
export type Holes<S extends Sentence | Counted> = HolesOf<S[0]> | HolesOf<S[1]> | (S extends Counted ? 'count' : never)
