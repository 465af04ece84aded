-- Version 1. Times are milliseconds since 1970 in UTC, durations milliseconds. Never changed once
-- released: the next version is a script of its own.

-- Short names for pipelines: samples are many.
create table server_series (
  id       integer not null primary key,
  pipeline text    not null unique
) strict;

-- What happened in a stretch of time; `step` is how long that is at most. Counts are of records
-- that came in it, lag and freshness the worst in it, `latency` a distribution in the form of
-- LatencyBytes; null where nothing was measured.
create table server_sample (
  step          integer not null,
  series        integer not null,
  at            integer not null,
  watched       integer not null,
  polled        integer not null,
  delivered     integer not null,
  dead_lettered integer not null,
  bytes         integer not null,
  lag           integer,
  freshness     integer,
  latency       blob,
  primary key (step, series, at)
) strict, without rowid;

create table server_state_change (
  id         integer not null primary key,
  series     integer not null,
  at         integer not null,
  from_state text,
  to_state   text    not null,
  reason     text    not null
) strict;
create index server_state_change_by_series on server_state_change (series, at, id);
create index server_state_change_by_time on server_state_change (at, id);
