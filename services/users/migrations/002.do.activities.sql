create table activities (
  uuid uuid primary key default gen_random_uuid(),
  user_uuid uuid not null references users (uuid),
  message text not null,
  replies_count integer not null default 0,
  reposts_count integer not null default 0,
  likes_count integer not null default 0,
  reply_to_activity_uuid uuid references activities (uuid),
  expires_at timestamptz,
  created_at timestamptz not null default now()
);

create index activities_newest_first on activities (created_at desc);
