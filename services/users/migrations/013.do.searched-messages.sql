-- The words of messages, for the search: derived from the table of messages, and rebuilt from it by `cruddur search rebuild`.
-- One row for each message and member, because each sees a conversation in their own way. Each word begins with the
-- beginning of the member's uuid, so that a search reads the words of one person alone, however many messages there are.
--
-- A deleted message keeps a row without words: its revision keeps an older record from bringing them back.
create table searched_messages (
  member_uuid uuid not null,
  -- `<created_at>#<message_uuid>`, the message's cursor.
  place text collate "C" not null,
  message_group_uuid uuid not null,
  revision integer not null,
  words tsvector not null,
  primary key (member_uuid, place, message_group_uuid)
);
-- Without the list of pending entries, which each search would read from end to end.
create index searched_messages_words on searched_messages using gin (words) with (fastupdate = off);
