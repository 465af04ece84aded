-- Version 1 of who may come to the server. Times are milliseconds since 1970 in UTC. Never changed once
-- released: the next version is a script of its own. One for each dialect; they say the same.

-- Of a token its hash alone is kept. 'id' is its public part, by which it is found and shown.
create table server_token (
  id         text    not null primary key,
  hash       text    not null,
  name       text    not null,
  made_at    integer not null,
  made_by    text    not null,
  expires_at integer not null,
  used_at    integer,
  revoked_at integer,
  revoked_by text
) strict;
create unique index server_token_by_name on server_token (name) where revoked_at is null;

-- Somebody whom a provider of OpenID Connect knows, from their first sign-in on.
create table server_user (
  id         text    not null primary key,
  issuer     text    not null,
  subject    text    not null,
  name       text    not null unique,
  first_at   integer not null,
  seen_at    integer not null,
  blocked_at integer,
  blocked_by text,
  unique (issuer, subject)
) strict;

-- What a token or a user may do, and where; of a user what was given by hand, and what the provider's
-- claims gave at the last sign-in.
create table server_grant (
  holder_kind text not null check (holder_kind in ('TOKEN', 'USER')),
  holder      text not null,
  namespace   text not null,
  source      text not null check (source in ('HAND', 'CLAIM')),
  role        text not null check (role in ('VIEWER', 'OPERATOR', 'EDITOR', 'ADMIN')),
  primary key (holder_kind, holder, namespace, source)
) strict;

-- Who is signed in. Of the cookie its hash alone is kept; 'id' is what people see of it.
create table server_session (
  hash        text    not null primary key,
  id          text    not null unique,
  holder_kind text    not null check (holder_kind in ('TOKEN', 'USER')),
  holder      text    not null,
  began_at    integer not null,
  seen_at     integer not null,
  ends_at     integer not null,
  address     text    not null,
  agent       text    not null
) strict;
create index server_session_by_holder on server_session (holder_kind, holder);
