-- A search finds a name by the beginning of any of its words, without regard to case and accents. Each row is the rest
-- of a name from one of its words on: "John Smith" has the rows "john smith" and "smith". They hold what a search answers,
-- because a look into users for each would touch four pages.
create extension if not exists unaccent with schema public;

-- The form in which names are stored for the search, and asked for.
create function search_form(name text) returns text language sql stable as $$
  select lower(public.unaccent(trim(regexp_replace(normalize(name), '[\s-]+', ' ', 'g'))))
$$;

create table searched_names (
  user_uuid uuid not null references users on delete cascade,
  rest text not null,
  handle text not null,
  display_name text not null,
  primary key (user_uuid, rest)
);
create index searched_names_prefix on searched_names (rest text_pattern_ops);

-- By the rights of its owner: the functions may read the table, and change it only with a user.
create function store_searched_name() returns trigger language plpgsql
  security definer set search_path from current as $$
begin
  delete from searched_names where user_uuid = new.uuid;
  insert into searched_names
  select new.uuid, substr(form, place), new.handle, new.display_name
  from search_form(new.display_name) form, generate_series(1, length(form)) place
  where place = 1 or strpos(' .''’"“„(', substr(form, place - 1, 1)) > 0
  -- A name of many short words would fill the results.
  order by place limit 8;
  return null;
end $$;

create trigger store_searched_name after insert or update of display_name, handle on users
  for each row execute function store_searched_name();

update users set display_name = display_name;
drop index users_display_name_prefix;
