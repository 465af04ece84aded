-- Version 1 of who runs the pipelines of a state. Times are milliseconds since 1970 in UTC. Never changed once released:
-- the next version is a script of its own.

-- Where the server is asked that took over last. Whether it still runs them says its lease.
create table server_lead (
  one   integer not null primary key check (one = 1),
  url   text    not null,
  since integer not null
) strict;
