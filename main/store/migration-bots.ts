/**
 * Which bot an account is, and since when: Open IDs belong to one app, so what came before is not true for another one.
 * `lastInbox` is the newest message of the bot before; the inbox counts on whatever the clock does.
 */
export const bots: readonly string[] = [
  `create table bots (
    account text primary key, bot text not null, since integer not null, lastInbox integer not null) strict,
    without rowid`,
]
