-- Version 2: of which namespace a name is. Kept when its file goes, as its dead letters, positions and history are, which
-- are no other namespace's.
create table server_name (
  pipeline  text not null primary key,
  namespace text not null
) strict;

insert into server_name (pipeline, namespace) select pipeline, namespace from server_applied;
