-- Addresses are unique without regard to case, as in the user pool. Of two that are equal but for it the older row keeps
-- its own; the other one has none until its account is heard of again.
update users set email = 'unknown:' || uuid
where exists (
  select 1 from users older
  where lower(older.email) = lower(users.email) and (older.created_at, older.uuid) < (users.created_at, users.uuid)
);

create unique index users_email_lower on users (lower(email));
alter table users drop constraint users_email_key;
