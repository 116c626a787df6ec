import type { Attachment, Download } from './pieces.ts'

/** A received file as it is kept. */
export type KeptFile = {
  /** Its name as it was made safe. */
  readonly name: string
  readonly bytes: number
  /** In words, by its content. */
  readonly type: string
  readonly mediaType: string
  /** Among all received files; for showing a picture later. */
  readonly path: string
  /** What the tools of this chat call it. */
  readonly place: string
  /** The size of a picture that models can be shown. */
  readonly picture?: { readonly width: number; readonly height: number }
  /** Its words, how many more it has than are kept, and where the tools find them. */
  readonly text?: { readonly content: string; readonly left: number; readonly place: string }
  /** Why it gave no words, as a model is told. */
  readonly problem?: string
  /** The name promises another kind of file. */
  readonly misnamed: boolean
}

/** Where files that people sent go, and what is found in them. */
export interface MediaPort {
  /** Gives a file that is kept already, else fetches it. Rejects with `AppError` when it did not arrive. */
  receive(
    chat: { readonly account: string; readonly chatId: string },
    attachment: Attachment,
    fetch: () => Promise<Download>,
    signal: AbortSignal,
  ): Promise<KeptFile>
  /** Whether voice messages can be turned into words. */
  readonly hears: () => boolean
  /** The words of a voice message. Rejects with `AppError`. */
  transcribe(file: KeptFile, signal: AbortSignal): Promise<string>
}
