-- Counts the changes of a display name, so that message group rows know which of two names is the later one.
alter table users add column name_version integer not null default 0;
