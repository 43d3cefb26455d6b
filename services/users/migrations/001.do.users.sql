create table users (
  uuid uuid primary key default gen_random_uuid(),
  display_name text not null,
  -- Lower case only, so that uniqueness is without regard to case.
  handle text not null unique check (handle ~ '^[a-z0-9_]{3,30}$'),
  email text not null unique,
  cognito_user_id text not null unique,
  created_at timestamptz not null default now()
);

-- Both serve searches for what a name begins with.
create index users_handle_prefix on users (handle text_pattern_ops);
create index users_display_name_prefix on users (lower(display_name) text_pattern_ops);
