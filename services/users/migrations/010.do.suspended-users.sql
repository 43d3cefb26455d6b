-- Set by an operator (cruddur users suspend): who is suspended may sign in, read and leave, but not write.
alter table users add suspended_at timestamptz;
