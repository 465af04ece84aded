-- What version 1 stored: never edited. Bytes are written as BYTES(hexadecimal), which each database has its own way to say.
insert into server_series (pipeline) values ('orders');
insert into server_series (pipeline) values ('invoices');
insert into server_sample (step, series, at, watched, polled, delivered, dead_lettered, bytes, lag, freshness, latency)
  select 60000, id, 1772366400000, 59500, 1200, 1190, 10, 4096, 7, 1500, BYTES(01AC0203050002) from server_series where pipeline = 'orders';
insert into server_sample (step, series, at, watched, polled, delivered, dead_lettered, bytes, lag, freshness, latency)
  select 60000, id, 1772366460000, 60000, 0, 0, 0, 0, null, null, null from server_series where pipeline = 'orders';
insert into server_sample (step, series, at, watched, polled, delivered, dead_lettered, bytes, lag, freshness, latency)
  select 900000, id, 1772365500000, 900000, 9007199254740993, 2, 1, 3, 4, 5, null from server_series where pipeline = 'invoices';
insert into server_state_change (series, at, from_state, to_state, reason)
  select id, 1772366400001, null, 'STARTING', 'the file was applied' from server_series where pipeline = 'orders';
insert into server_state_change (series, at, from_state, to_state, reason)
  select id, 1772366402000, 'STARTING', 'RUNNING', '' from server_series where pipeline = 'orders';
