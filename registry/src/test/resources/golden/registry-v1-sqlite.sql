-- Version 1. Times are milliseconds since 1970 in UTC. A subject is a name in a context; the name is
-- empty where the context as a whole is meant. Never changed once released: the next version is a
-- script of its own.

-- One row, which every writer changes first: so there is one at a time. `change` counts all changes,
-- `removal` those after which an id or a version may be unknown that was known before.
create table registry_number (
  one     integer not null primary key check (one = 1),
  change  integer not null,
  removal integer not null
) strict;
insert into registry_number (one, change, removal) values (1, 0, 0);

create table registry_context (
  context text    not null primary key,
  last_id integer not null
) strict, without rowid;

create table registry_schema (
  context   text    not null,
  id        integer not null check (id > 0),
  guid      text    not null,
  text_hash text    not null,
  type      text    not null,
  text      text    not null,
  refs      text,
  metadata  text,
  rule_set  text,
  primary key (context, id)
) strict;
create index registry_schema_by_guid on registry_schema (guid, context);
create index registry_schema_by_text on registry_schema (context, text_hash);

-- What ids meant whose schemas were deleted for ever: nothing else ever gets them.
create table registry_retired (
  context text    not null,
  id      integer not null,
  guid    text    not null,
  primary key (context, id)
) strict, without rowid;
create index registry_retired_by_guid on registry_retired (context, guid);

-- Who needs whom, to be asked from the other end.
create table registry_reference (
  context        text    not null,
  id             integer not null,
  position       integer not null,
  needed_context text    not null,
  needed_subject text    not null,
  needed_version integer not null,
  primary key (context, id, position)
) strict, without rowid;
create index registry_reference_by_needed
  on registry_reference (needed_context, needed_subject, needed_version);

create table registry_subject (
  context      text    not null,
  subject      text    not null,
  last_version integer not null,
  primary key (context, subject)
) strict, without rowid;

create table registry_version (
  context       text    not null,
  subject       text    not null,
  version       integer not null check (version > 0),
  id            integer not null,
  deleted       integer not null check (deleted in (0, 1)),
  registered_at integer not null,
  primary key (context, subject, version)
) strict, without rowid;
create index registry_version_by_id on registry_version (context, id);

create table registry_config (
  context  text not null,
  subject  text not null,
  settings text not null,
  primary key (context, subject)
) strict, without rowid;

create table registry_mode (
  context text not null,
  subject text not null,
  mode    text not null,
  primary key (context, subject)
) strict, without rowid;

create table registry_change (
  number  integer not null primary key,
  at      integer not null,
  who     text    not null,
  why     text    not null,
  action  text    not null,
  context text    not null,
  subject text    not null,
  version integer not null,
  id      integer not null,
  was     text,
  became  text
) strict;
create index registry_change_by_subject on registry_change (context, subject, number);
create trigger registry_change_is_never_changed before update on registry_change
  begin select raise(abort, 'a change of the registry is never changed'); end;
create trigger registry_change_is_never_deleted before delete on registry_change
  begin select raise(abort, 'a change of the registry is never deleted'); end;
