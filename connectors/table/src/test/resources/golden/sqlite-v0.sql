create table "_sluice_offsets" (
  "name" TEXT not null,
  "topic" TEXT not null,
  "partition" INTEGER not null,
  "next_offset" INTEGER not null,
  "table_name" TEXT,
  primary key ("name", "topic", "partition")
);
create table "_sluice_offsets_schemas" (
  "name" TEXT not null,
  "table_name" TEXT not null,
  "version" INTEGER not null,
  "columns" TEXT not null,
  "key_columns" TEXT not null,
  primary key ("name", "table_name")
);
create table "orders" (
  "id" INTEGER not null,
  "name" TEXT,
  "valid_from" TIMESTAMPTZ not null,
  "valid_to" TIMESTAMPTZ,
  "is_current" BOOLEAN,
  "_change_position" TEXT,
  primary key ("id", "valid_from")
);
insert into "_sluice_offsets" values
  ('shop', 'shop.public.orders', 0, 3, '"orders"'),
  ('other', 'other.topic', 3, 9000000000, null);
insert into "_sluice_offsets_schemas" values
  ('shop', '"orders"', 1, '"id" int64, "name" text <- "public.orders"', '"id", "valid_from"');
insert into "orders" values
  (1, 'a', '2023-11-14 22:13:20+00:00', '2023-11-14 22:13:20.01+00:00', 0, '0/65'),
  (1, 'b', '2023-11-14 22:13:20.01+00:00', null, 1, '0/66'),
  (2, 'x', '2023-11-14 22:13:20+00:00', '2023-11-14 22:13:20.02+00:00', 0, '0/68');
