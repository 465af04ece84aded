insert into contract_event (pipeline, run, topic, subject, decision, because, shape, from_version, to_version,
  details, schema_type, schema_text, source_partition, source_offset, first_at, last_at, times, records)
values
  ('orders', 4, 'shop.orders', 'shop.orders-value', 'FROZEN', 'on_change: freeze', 'a1', 1, 1,
   'left out: note' || char(10) || '/fields/2: is new', 'AVRO', '{"type":"int"}', '{"server":"s"}', '{"lsn":77}',
   1772366400000, 1772370000000, 2, 42),
  ('orders', null, 'shop.lines', 'shop.lines-value', 'PASSED', 'on_schemaless: pass', 'b2', null, null,
   '', null, null, null, null, 1772366400000, 1772366400000, 1, 0);
