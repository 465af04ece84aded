-- Version 3: copies of dead letters that people edit, who closed a letter, and when letters of which
-- kind came. Never changed once released.

-- The letter that this one is an edited copy of.
alter table dead_letter add column copy_of integer;
-- Who made the copy.
alter table dead_letter add column made_by text;
-- Who replayed or purged it.
alter table dead_letter add column closed_by text;

-- All that counting letters needs, in the order in which it goes along kinds: no record is read for
-- it, and nothing sorted.
create index dead_letter_by_kind_and_time on dead_letter
  (pipeline, stage, component, signature, status, first_seen, last_seen, copy_of);
create index dead_letter_by_copy on dead_letter (copy_of) where copy_of is not null;
