-- Version 1 of what a server was told of pipelines. Times are milliseconds since 1970 in UTC. Never
-- changed once released: the next version is a script of its own.

-- The version of each pipeline that was last applied; its text only if no secret is written out in it.
create table server_applied (
  pipeline   text    not null primary key,
  file       text    not null,
  namespace  text    not null,
  version    text    not null,
  text       text,
  applied_at integer not null,
  who        text    not null
) strict;

-- How somebody wants a pipeline to be; kept when its file goes, so that one that comes back is as it was.
create table server_desired (
  pipeline text    not null primary key,
  desired  text    not null,
  since    integer not null,
  who      text    not null
) strict;
