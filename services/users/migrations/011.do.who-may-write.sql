-- Whom a user takes first messages from: everyone, everyone as a request, or nobody. Messages of conversations that exist always arrive.
alter table users add who_may_write text not null default 'everyone'
  check (who_may_write in ('everyone', 'requests', 'nobody'));
