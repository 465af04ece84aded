-- Version 1. Times are milliseconds since 1970 in UTC, durations milliseconds. Never changed once
-- released: the next version is a script of its own. As history-sqlite-1.sql.

-- Short names for pipelines: samples are many.
create table server_series (
  id       integer generated always as identity primary key,
  pipeline text not null unique
);

-- What happened in a stretch of time; `step` is how long that is at most. Counts are of records
-- that came in it, lag and freshness the worst in it, `latency` a distribution in the form of
-- LatencyBytes; null where nothing was measured.
create table server_sample (
  step          bigint  not null,
  series        integer not null,
  at            bigint  not null,
  watched       bigint  not null,
  polled        bigint  not null,
  delivered     bigint  not null,
  dead_lettered bigint  not null,
  bytes         bigint  not null,
  lag           bigint,
  freshness     bigint,
  latency       bytea,
  primary key (step, series, at)
);

create table server_state_change (
  id         bigint generated always as identity primary key,
  series     integer not null,
  at         bigint  not null,
  from_state text,
  to_state   text    not null,
  reason     text    not null
);
create index server_state_change_by_series on server_state_change (series, at, id);
create index server_state_change_by_time on server_state_change (at, id);
