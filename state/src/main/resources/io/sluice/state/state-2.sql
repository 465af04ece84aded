-- Version 2: the audit log is a chain. Never changed once released.

-- The seal of each audit entry: SHA-256 over the seal before it and all that the entry says. A table
-- of its own, since entries are never changed. No two entries follow the same one.
create table audit_seal (
  id       integer primary key references audit (id),
  previous text    not null unique,
  hash     text    not null
) strict;
create trigger audit_seal_is_never_changed before update on audit_seal
  begin select raise(abort, 'a seal of the audit log is never changed'); end;
create trigger audit_seal_is_never_deleted before delete on audit_seal
  begin select raise(abort, 'a seal of the audit log is never deleted'); end;

-- One row: how many entries there are, and the newest seal. Who adds an entry changes it first, so
-- there is one at a time.
create table audit_head (
  one     integer primary key check (one = 1),
  entries integer not null,
  hash    text    not null
) strict;
insert into audit_head (one, entries, hash)
  values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
