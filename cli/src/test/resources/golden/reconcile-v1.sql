-- Version 1 of the tables of 'reconcile', in a state database.
insert into component values ('reconcile', 1);
create table reconcile_table (
  pipeline     text not null,
  sink         text not null,
  source_table text not null,
  shape        text not null,
  outcome      text,
  progress     text,
  primary key (pipeline, sink, source_table)
) strict, without rowid;
insert into reconcile_table values ('shop', 'copy', 'public.orders', ':shape',
  '{"sourceRows":3,"targetRows":2,"differences":[{"kind":"MISSING","key":{"hash":"00112233445566aa","texts":["7","a"]}}],"undecided":[{"hash":"00112233445566bb","texts":["8","b"]}],"complete":true,"atPosition":false}', null);
insert into reconcile_table values ('shop', 'other', 'public.orders', ':shape',
  null, '{"above":"1500","part":0,"parts":1,"sourceRows":1500,"targetRows":1499,"open":[{"hash":"00112233445566aa","texts":["7","a"]}]}');
