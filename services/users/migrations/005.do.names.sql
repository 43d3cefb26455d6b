-- Names are found in whatever Unicode form they were stored or are asked for.
drop index users_display_name_prefix;
create index users_display_name_prefix on users (lower(normalize(display_name)) text_pattern_ops);
