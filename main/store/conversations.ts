import type { Database } from './database.ts'

/** The messages of each session. `reset` starts a new epoch; earlier ones stay stored and are shown no more. */
export type Conversations = {
  read(session: string): Promise<readonly unknown[]>
  append(session: string, messages: readonly unknown[], at: number): Promise<void>
  reset(session: string, at: number): Promise<void>
}

export function createConversations(database: Database): Conversations {
  const { query } = database
  const epochOf = (session: string) => query.selectFrom('sessions').select('epoch').where('session', '=', session)
  const open = (session: string, at: number) =>
    query.insertInto('sessions').values({ session, epoch: 1, startedAt: at })
  return {
    read: async session => {
      const rows = query.selectFrom('messages').select('body').where('session', '=', session)
      const present = await rows.where('epoch', '=', epochOf(session)).orderBy('id').execute()
      return present.map(({ body }): unknown => JSON.parse(body))
    },
    append: async (session, messages, at) => {
      const insert = (message: unknown) =>
        query
          .insertInto('messages')
          .columns(['session', 'epoch', 'body', 'at'])
          .expression(
            query
              .selectFrom('sessions')
              .where('session', '=', session)
              .select(eb => ['session', 'epoch', eb.val(JSON.stringify(message)).as('body'), eb.val(at).as('at')]),
          )
      database.writeAll([open(session, at).onConflict(conflict => conflict.doNothing()), ...messages.map(insert)])
    },
    reset: async (session, at) => {
      const next = open(session, at).onConflict(conflict =>
        conflict.column('session').doUpdateSet(eb => ({ epoch: eb('sessions.epoch', '+', 1), startedAt: at })),
      )
      await next.execute()
    },
  }
}
