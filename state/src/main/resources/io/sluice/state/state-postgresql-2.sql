-- Version 2 on PostgreSQL: what state-3.sql makes on SQLite, where the why is. Never changed once
-- released.
alter table dead_letter add column copy_of bigint;
alter table dead_letter add column made_by text;
alter table dead_letter add column closed_by text;

create index dead_letter_by_kind_and_time on dead_letter
  (pipeline, stage, component, signature, status, first_seen, last_seen, copy_of, id);
create index dead_letter_by_copy on dead_letter (copy_of) where copy_of is not null;
