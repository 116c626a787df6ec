import { z } from 'zod'

/** Files beyond this are kept and named, but not read. */
export const MOST_INPUT = 30 * 1024 * 1024
/** Text beyond this many characters is left out. */
export const MOST_TEXT = 200_000

export const Problem = z.enum([
  'too-large',
  'password',
  'damaged',
  'bomb',
  'too-slow',
  'too-complex',
  'old-office',
  'no-text',
  'empty',
  'not-shown',
  'not-readable',
])
export type Problem = z.infer<typeof Problem>

/** What a look into a file found; checked again where it leaves the thread that looked. */
export const Findings = z
  .object({
    /** In words, by its content: `PDF document`. */
    type: z.string(),
    mediaType: z.string(),
    /** The size of a picture of a kind that models take. */
    picture: z.object({ width: z.number(), height: z.number() }).optional(),
    /** Its words, at most `MOST_TEXT` characters, and how many more it has. */
    text: z.string().optional(),
    cut: z.number().optional(),
    /** The file itself is plain text, so that its words need no file of their own. */
    plain: z.boolean().optional(),
    problem: Problem.optional(),
    /** The name promises something else. */
    misnamed: z.boolean().optional(),
  })
  .readonly()
export type Findings = z.infer<typeof Findings>

/** Why a file gave no text, as the model is told. */
export const problems: Readonly<Record<Problem, string>> = {
  'too-large': 'it is too large to be read',
  password: 'it is protected by a password, so it can not be read',
  damaged: 'it is damaged and can not be read',
  bomb: 'it unpacks to far more than it should, so it was not opened',
  'too-slow': 'reading it took too long and was given up',
  'too-complex': 'reading it took too much memory and was given up',
  'old-office': 'it has an Office format from before 2007, which can not be read; saved as docx, xlsx or pptx it could',
  'no-text': 'it holds no text that can be read, perhaps only scanned pages',
  empty: 'it is empty',
  'not-shown': 'a picture of this kind can not be shown to a model; as PNG or JPEG it could',
  'not-readable': 'this kind of file can not be read',
}
