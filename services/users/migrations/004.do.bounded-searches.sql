-- The newest activities that have not expired, however many newer ones have: a GiST index is walked in the order of
-- `created_at`, and passes over a page whose activities have all expired. `infinity` stands for "never".
create extension if not exists btree_gist with schema public;

create index activities_unexpired on activities using gist (created_at, (coalesce(expires_at, 'infinity')));
drop index activities_newest_first;
