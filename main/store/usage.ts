import type { Compilable } from 'kysely'
import type { Logger } from '../base/logger.ts'
import { createBatch } from './batch.ts'
import type { Database } from './database.ts'
import type { TokenEntry } from './rows.ts'

/** Platform calls by month and kind, and what the model used. `close` writes what still waits. */
export type Usage = {
  count(account: string, kind: string, at: number): void
  /** The calls of a month (as `monthOf` writes it) by kind. */
  byKind(account: string, month: string): Promise<Readonly<Record<string, number>>>
  tokens(entry: TokenEntry): Promise<void>
  readonly close: () => void
}

type Call = { readonly account: string; readonly kind: string; readonly month: string }

const WITHIN_MS = 1000

export function createUsage(database: Database, log: Logger): Usage {
  const { query } = database
  const write = (calls: readonly Call[]) =>
    void database.writeAll(tally(calls).map(([call, count]) => add(database, call, count)))
  const batch = createBatch<Call>({ name: 'API calls', within: WITHIN_MS, write, log })
  return {
    count: (account, kind, at) => batch.add({ account, kind, month: monthOf(at) }),
    close: batch.close,
    byKind: async (account, month) => {
      batch.flush()
      const kinds = query.selectFrom('apiCalls').select(['kind', 'calls'])
      const rows = await kinds.where('account', '=', account).where('month', '=', month).execute()
      return Object.fromEntries(rows.map(({ kind, calls }) => [kind, calls]))
    },
    tokens: async entry => {
      await query
        .insertInto('tokens')
        .values({ ...entry, cost: entry.cost ?? null, currency: entry.currency ?? null })
        .execute()
    },
  }
}

/** `2026-11`, by UTC, so that it does not depend on where the computer travels. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

function tally(calls: readonly Call[]): readonly (readonly [Call, number])[] {
  const groups = Map.groupBy(calls, ({ account, kind, month }) => JSON.stringify([account, kind, month]))
  return [...groups.values()].flatMap(group => (group[0] ? [[group[0], group.length] as const] : []))
}

const add = ({ query }: Database, call: Call, count: number): Compilable =>
  query
    .insertInto('apiCalls')
    .values({ ...call, calls: count })
    .onConflict(conflict =>
      conflict.columns(['account', 'month', 'kind']).doUpdateSet(eb => ({ calls: eb('apiCalls.calls', '+', count) })),
    )
