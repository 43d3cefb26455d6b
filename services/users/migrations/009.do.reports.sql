-- What people report. The evidence is the messages as they were then, where an edit or a deletion no longer reaches them.
create table reports (
  uuid uuid primary key default gen_random_uuid(),
  reporter_uuid uuid not null references users,
  reported_uuid uuid not null references users,
  message_group_uuid uuid not null,
  message_uuid uuid,
  reason text not null check (reason in ('spam', 'harassment', 'illegal', 'other')),
  note text not null,
  evidence jsonb not null,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolution text
);
create index reports_waiting on reports (created_at) where resolved_at is null;
