/** The words of a message: its text, or those of its text parts. Thoughts, calls and results are not searched. */
const words = (body: string): string => `case json_type(${body}, '$.content')
    when 'text' then json_extract(${body}, '$.content')
    else (select group_concat(json_extract(part.value, '$.text'), char(10)) from json_each(${body}, '$.content') part
      where json_extract(part.value, '$.type') = 'text') end`

const isSaid = (body: string): string => `json_extract(${body}, '$.role') in ('user', 'assistant')`

/** What the screens ask for: names of chats, what cards showed, and a search over what was said. */
export const screens: readonly string[] = [
  `create table chats (
    account text not null, chatId text not null, chatType text not null, lastSeen integer not null, name text not null,
    namedAt integer not null, primary key (account, chatId)) strict, without rowid`,
  `create index inboxChat on inbox (account, chatId, chatType, senderId, createdAt)`,
  `create index messagesOfSession on messages (session, at)`,
  `alter table outbox add column shown text`,
  `create virtual table messageText using fts5 (text, tokenize = 'trigram')`,
  `create trigger messageSaid after insert on messages when ${isSaid('new.body')} begin
    insert into messageText (rowid, text) values (new.id, coalesce(${words('new.body')}, '')); end`,
  `create trigger messageGone after delete on messages begin delete from messageText where rowid = old.id; end`,
  `insert into messageText (rowid, text)
    select id, coalesce(${words('messages.body')}, '') from messages where ${isSaid('messages.body')}`,
]
