-- Version 1 of what `sluice reconcile` keeps while it compares: how far each table came, to go on from
-- there. Gone when everything was compared. Outcome and progress are JSON, in the form that the shape
-- is a hash of, beside the databases and the columns. Never changed once released.
create table reconcile_table (
  pipeline     text not null,
  sink         text not null,
  source_table text not null,
  shape        text not null,
  outcome      text,
  progress     text,
  primary key (pipeline, sink, source_table)
) strict, without rowid;
