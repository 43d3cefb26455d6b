-- Who has deleted their account. Of the row stays a tombstone: the uuid, which nobody else may get, and the id of the
-- account, so that its tokens are refused. It counts as disabled.
alter table users add erased_at timestamptz;
alter table users
  alter display_name drop not null,
  alter handle drop not null,
  alter email drop not null,
  add constraint users_whole_or_erased check (
    case when erased_at is null then num_nulls(display_name, handle, email) = 0
    else num_nulls(display_name, handle, email) = 3 and disabled_at is not null end
  );

-- The handles of deleted accounts are free after 30 days: until then nobody can pass for who had one. Only a hash stays,
-- and nothing tells whose it was.
create table retired_handles (
  hash bytea primary key,
  free_at timestamptz not null
);

-- By the rights of their owner: the functions neither read the hashes nor delete activities.
create function is_retired(handle text) returns boolean language sql stable
  security definer set search_path from current as $$
  select exists (select 1 from retired_handles where hash = sha256(convert_to(handle, 'UTF8')) and free_at > now())
$$;

alter table activities
  drop constraint activities_reply_to_activity_uuid_fkey,
  add foreign key (reply_to_activity_uuid) references activities on delete set null;

create function erase_user(account text) returns void language plpgsql
  security definer set search_path from current as $$
declare
  erased users%rowtype;
begin
  select * into erased from users where cognito_user_id = account and erased_at is null for update;
  if not found then return; end if;
  delete from retired_handles where free_at <= now();
  insert into retired_handles values (sha256(convert_to(erased.handle, 'UTF8')), now() + interval '30 days')
  on conflict (hash) do update set free_at = excluded.free_at;
  delete from activities where user_uuid = erased.uuid;
  update users set display_name = null, handle = null, email = null, name_version = 0, created_at = now(),
    who_may_write = default, suspended_at = null, disabled_at = coalesce(disabled_at, now()), erased_at = now()
  where uuid = erased.uuid;
end $$;
