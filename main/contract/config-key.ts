import { z } from 'zod'
import type { Words } from './words.ts'

/** What a screen, the reference page and the checks need to know of a key beside its type. */
export type KeyInfo = {
  readonly label: Words
  readonly help: Words
  /** Never stays in the file: it moves into the secret store, and no answer ever holds it. */
  readonly secret?: true
  /** A change makes the account connect anew. */
  readonly reconnects?: true
  /** Read and checked, but nothing in this version acts on it; the check says so. */
  readonly unused?: true
  /** Only in a named account: without it, the top level decides. */
  readonly inherited?: true
}

/** The registry from which help, labels and the secret keys are read. */
export const keyInfo = z.registry<KeyInfo>()

type More = Omit<KeyInfo, 'label' | 'help'>

/** Gives a key its label and help, each as [English, Chinese]. */
export const key = <S extends z.ZodType>(
  schema: S,
  label: readonly [string, string],
  help: readonly [string, string],
  more: More = {},
): S => {
  keyInfo.add(schema, { label: { en: label[0], zh: label[1] }, help: { en: help[0], zh: help[1] }, ...more })
  return schema
}

/** The same key in a named account: absent means "as the top level", so it has no default of its own. */
export const inherited = <S extends z.ZodType>(schema: z.ZodDefault<S>): z.ZodOptional<S> => {
  const optional = schema.unwrap().optional()
  const info = keyInfo.get(schema)
  if (info) keyInfo.add(optional, { ...info, inherited: true })
  return optional
}

export const list = <S extends z.ZodType>(item: S) => z.array(item).default([])

/** The name of an environment variable, or empty. */
export const envName = z.union(
  [z.literal(''), z.string().regex(/^[A-Za-z_]\w*$/)],
  'must be the name of an environment variable',
)

const text = (pattern: RegExp, words: string) => z.string(words).regex(pattern, words)
export const openId = text(/^ou_\w+$/, 'must be an Open ID, which starts with ou_')
export const chatId = text(/^oc_\w+$/, 'must be a chat ID, which starts with oc_')
export const anyone = text(
  /^(ou_\w+|\*)$/,
  'must be an Open ID, which starts with ou_, or "*" for everybody of this tenant',
)
export const anyoneOrGroup = text(
  /^(o[uc]_\w+|\*)$/,
  'must be an Open ID (ou_…), a chat ID (oc_…), or "*" for everybody of this tenant',
)
