import { z } from 'zod'

const Raw = z.object({ message: z.object({ message_type: z.string(), content: z.string() }) })
const Plain = z.object({ text: z.string() })

/** The words of a stored event whose account is not connected: of a plain text as they are, else the kind's name. */
export function rawText(raw: string): string {
  const event = Raw.safeParse(parsed(raw))
  if (!event.success) return ''
  const { message_type: kind, content } = event.data.message
  return Plain.safeParse(parsed(content)).data?.text ?? `[${kind}]`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // what is no JSON has no words to show
  }
}
