-- A state database as version 2 writes it, with one of everything and no column left empty. Never
-- changed: it stands for the databases that are out there.
pragma application_id = 1399616867;
pragma user_version = 2;

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

create table source_offset (
  pipeline         text    not null,
  source_partition text    not null,
  epoch            integer not null,
  source_offset    text,
  primary key (pipeline, source_partition, epoch)
) strict, without rowid;
create index source_offset_by_epoch on source_offset (pipeline, epoch);

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

create table component (
  name    text    not null primary key,
  version integer not null
) strict, without rowid;
create table audit_seal (
  id       integer primary key references audit (id),
  previous text    not null unique,
  hash     text    not null
) strict;
create trigger audit_seal_is_never_changed before update on audit_seal
  begin select raise(abort, 'a seal of the audit log is never changed'); end;
create trigger audit_seal_is_never_deleted before delete on audit_seal
  begin select raise(abort, 'a seal of the audit log is never deleted'); end;

create table audit_head (
  one     integer primary key check (one = 1),
  entries integer not null,
  hash    text    not null
) strict;
insert into epoch values ('shop', 7, '1x2', 120, 1795000000000, 1795000000200, 0);
insert into epoch values ('shop', 8, '1x2', 30, 1795000000400, 1795000000600, 1);
insert into epoch values ('shop', 9, '1x2', 5, 1795000000800, null, 0);
insert into source_offset values ('shop', '{"server":"shop"}', 7, '{"lsn":100}');
insert into source_offset values ('shop', '{"server":"shop"}', 8, '{"lsn":200}');
insert into source_offset values ('shop', '{"server":"shop"}', 9, '{"lsn":300}');
insert into source_offset values ('shop', '{"server":"old"}', 7, '{"lsn":1}');
insert into source_offset values ('shop', '{"server":"old"}', 9, null);
insert into lane_end values ('shop', 'shop.public.orders', 1, 7, 1000);
insert into lane_end values ('shop', 'shop.public.orders', 1, 9, 1005);
insert into dead_letter values (3, 'shop', x'00010203', 'OPEN', 'SINK', 'table',
  'org.apache.kafka.connect.errors.DataException', 'value 17 does not fit', '0123456789ab',
  'shop.public.orders', 1, 1004, '{"server":"shop"}', '{"lsn":250}', 'v1', 1795000000700,
  1795000000900, 2, null, x'01ff');
insert into dead_letter values (4, 'shop', x'00010204', 'PURGED', 'TRANSFORM', 'mask',
  'java.lang.IllegalStateException', '', '0123456789ac',
  null, null, null, null, null, 'v1', 1795000000700,
  1795000000900, 1, 'customer asked', x'');
insert into run values (5, 'shop', 'v1', 4711, 1795000000000, 1795000001000, 1795000002000,
  'FAILED', 155, 150, 2, 3, '{"state":"RUNNING"}', 'the source is gone');
insert into audit values (6, 1795000000300, 'ada', 'offsets.reset', 'shop', '{"{}":"{}"}', '{}',
  'start over');
insert into audit values (7, 1795000000950, 'bert', 'dead_letters.purge', 'shop', '', '{"purged":1}',
  'größer: 漢');
insert into audit_seal values (6, '0000000000000000000000000000000000000000000000000000000000000000',
  '2e7647bc28b2617ad736bf317606d50a558631972986231a4e22660c5535adbb');
insert into audit_seal values (7, '2e7647bc28b2617ad736bf317606d50a558631972986231a4e22660c5535adbb',
  '8a94a185597efc4ae67ad8f3a7a48da6483eac953812e565e2493013b68eee48');
insert into audit_head values (1, 2, '8a94a185597efc4ae67ad8f3a7a48da6483eac953812e565e2493013b68eee48');
insert into component values ('later', 1);
