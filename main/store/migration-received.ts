/** Files that people sent, what they felt about the bot's messages, and the way from such a message to its conversation. */
export const received: readonly string[] = [
  `create table received (
    account text not null, messageId text not null, fileKey text not null, chatId text not null, path text not null,
    textPath text, name text not null, bytes integer not null, mediaType text not null, at integer not null,
    primary key (account, messageId, fileKey)) strict, without rowid`,
  `create index receivedAt on received (at)`,
  `create table reactions (
    account text not null, messageId text not null, senderId text not null, emoji text not null, session text not null,
    at integer not null, primary key (account, messageId, senderId, emoji)) strict, without rowid`,
  `create index reactionsOfSession on reactions (session, at)`,
  `create index outboxMessage on outbox (account, json_extract(sent, '$.messageId')) where sent is not null`,
  // what each answer of a conversation used is asked for with its transcript
  `create index tokensOfSession on tokens (session, at)`,
]
