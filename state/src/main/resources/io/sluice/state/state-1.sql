-- Version 1. Times are milliseconds since 1970 in UTC. Never changed once released: the next version
-- is a script of its own.

-- What was prepared and what of it every sink has. Kept: the last committed epoch, the one before
-- it, and every epoch prepared since.
create table epoch (
  pipeline     text    not null,
  epoch        integer not null check (epoch > 0),
  layout       text    not null,
  records      integer not null check (records >= 0),
  prepared_at  integer not null,
  committed_at integer,
  is_reset     integer not null default 0 check (is_reset in (0, 1)),
  primary key (pipeline, epoch)
) strict, without rowid;

-- Deltas: the offset of a partition as of an epoch is in its row with the highest epoch up to that.
create table source_offset (
  pipeline         text    not null,
  source_partition text    not null,
  epoch            integer not null,
  source_offset    text,
  primary key (pipeline, source_partition, epoch)
) strict, without rowid;
create index source_offset_by_epoch on source_offset (pipeline, epoch);

-- Deltas, as above.
create table lane_end (
  pipeline       text    not null,
  topic          text    not null,
  lane_partition integer not null,
  epoch          integer not null,
  next_offset    integer not null check (next_offset >= 0),
  primary key (pipeline, topic, lane_partition, epoch)
) strict, without rowid;
create index lane_end_by_epoch on lane_end (pipeline, epoch);

create table dead_letter (
  id               integer primary key autoincrement,
  pipeline         text    not null,
  identity         blob    not null,
  status           text    not null check (status in ('OPEN', 'REPLAYED', 'PURGED')),
  stage            text    not null,
  component        text    not null,
  error_class      text    not null,
  error_message    text    not null,
  signature        text    not null,
  topic            text,
  lane_partition   integer,
  lane_offset      integer,
  source_partition text,
  source_offset    text,
  pipeline_version text    not null,
  first_seen       integer not null,
  last_seen        integer not null,
  attempts         integer not null check (attempts > 0),
  reason           text,
  record           blob    not null,
  unique (pipeline, identity)
) strict;
create index dead_letter_by_kind on dead_letter (status, pipeline, signature);

create table run (
  id               integer primary key autoincrement,
  pipeline         text    not null,
  pipeline_version text    not null,
  pid              integer not null,
  started_at       integer not null,
  seen_at          integer not null,
  ended_at         integer,
  outcome          text    not null,
  polled           integer not null,
  delivered        integer not null,
  dead_lettered    integer not null,
  filtered         integer not null,
  status           text    not null,
  error            text
) strict;
create index run_by_pipeline on run (pipeline, id);

create table audit (
  id       integer primary key autoincrement,
  at       integer not null,
  who      text    not null,
  action   text    not null,
  pipeline text    not null,
  before   text    not null,
  after    text    not null,
  reason   text    not null
) strict;
create index audit_by_pipeline on audit (pipeline, id);
create trigger audit_is_never_changed before update on audit
  begin select raise(abort, 'an audit entry is never changed'); end;
create trigger audit_is_never_deleted before delete on audit
  begin select raise(abort, 'an audit entry is never deleted'); end;

-- The versions of the tables of other components. That of the tables above is PRAGMA user_version.
create table component (
  name    text    not null primary key,
  version integer not null
) strict, without rowid;
