-- Set by an operator (cruddur users ban): who is disabled may do nothing, whatever their tokens say.
alter table users add disabled_at timestamptz;
