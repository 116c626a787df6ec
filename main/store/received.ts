import type { Database } from './database.ts'
import { present } from './rows.ts'

/** A file that somebody sent, and where it is kept; paths are those inside the folder of received files. */
export type ReceivedRow = {
  readonly account: string
  readonly messageId: string
  readonly fileKey: string
  readonly chatId: string
  readonly path: string
  /** Where its words are, if it has any beside it. */
  readonly textPath?: string
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
  readonly at: number
}

/** What was received, so that a file is fetched once. Whether it is still kept, only the folder knows. */
export type Received = {
  find(account: string, messageId: string, fileKey: string): Promise<ReceivedRow | undefined>
  /** The same file again replaces what was known. */
  add(row: ReceivedRow): Promise<void>
}

export const createReceived = ({ query }: Database): Received => ({
  find: async (account, messageId, fileKey) => {
    const rows = query.selectFrom('received').selectAll().where('account', '=', account)
    const row = await rows.where('messageId', '=', messageId).where('fileKey', '=', fileKey).executeTakeFirst()
    return row && present(row)
  },
  add: async row => {
    const values = { ...row, textPath: row.textPath ?? null }
    await query
      .insertInto('received')
      .values(values)
      .onConflict(conflict => conflict.columns(['account', 'messageId', 'fileKey']).doUpdateSet(values))
      .execute()
  },
})
