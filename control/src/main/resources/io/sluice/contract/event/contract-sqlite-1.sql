-- Version 1 of what contracts on schemas decided: a row for each decision, however many records it was
-- made for. Times are milliseconds since 1970 in UTC; a position is canonical JSON, as source offsets
-- are. Never changed once released: the next version is a script of its own.
create table contract_event (
  id               integer primary key autoincrement,
  pipeline         text    not null,
  run              integer,
  topic            text    not null,
  subject          text    not null,
  decision         text    not null,
  because          text    not null,
  shape            text    not null,
  from_version     integer,
  to_version       integer,
  details          text    not null,
  schema_type      text,
  schema_text      text,
  source_partition text,
  source_offset    text,
  first_at         integer not null,
  last_at          integer not null,
  times            integer not null check (times > 0),
  records          integer not null check (records >= 0),
  unique (pipeline, topic, subject, decision, shape)
) strict;
create index contract_event_by_pipeline on contract_event (pipeline, last_at);
