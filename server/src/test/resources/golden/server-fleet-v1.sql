-- What version 1 stored: never edited. A file whose secret is written out in it has no text.
insert into server_applied (pipeline, file, namespace, version, text, applied_at, who)
  values ('orders', 'shop/orders.yaml', 'shop', 'a1b2c3d4', 'name: orders
source: {connector: postgres}
', 1772366400000, 'ann@example.com');
insert into server_applied (pipeline, file, namespace, version, text, applied_at, who)
  values ('invoices', 'invoices.yaml', 'default', 'e5f60718', null, 1772366401000, 'folder');
insert into server_desired (pipeline, desired, since, who) values ('orders', 'PAUSED', 1772366500000, 'token:ci');
insert into server_desired (pipeline, desired, since, who) values ('gone', 'STOPPED', 1772366500001, 'command line');
insert into server_desired (pipeline, desired, since, who) values ('invoices', 'RUNNING', 1772366500002, 'folder');
