create table "_sluice_offsets" (
  "name" VARCHAR not null,
  "topic" VARCHAR not null,
  "partition" INTEGER not null,
  "next_offset" BIGINT not null,
  "table_name" VARCHAR
);
create table "_sluice_offsets_schemas" (
  "name" VARCHAR not null,
  "table_name" VARCHAR not null,
  "version" INTEGER not null,
  "columns" VARCHAR not null,
  "key_columns" VARCHAR not null
);
create table "orders" (
  "id" BIGINT not null,
  "name" VARCHAR,
  "valid_from" TIMESTAMP WITH TIME ZONE not null,
  "valid_to" TIMESTAMP WITH TIME ZONE,
  "is_current" BOOLEAN,
  "_change_position" VARCHAR
);
insert into "_sluice_offsets" values
  ('shop', 'shop.public.orders', 0, 3, '"orders"'),
  ('other', 'other.topic', 3, 9000000000, null);
insert into "_sluice_offsets_schemas" values
  ('shop', '"orders"', 1, '"id" int64, "name" text <- "public.orders"', '"id", "valid_from"');
insert into "orders" values
  (1, 'a', '2023-11-14 22:13:20.000000+00', '2023-11-14 22:13:20.010000+00', false, '0/65'),
  (1, 'b', '2023-11-14 22:13:20.010000+00', null, true, '0/66'),
  (2, 'x', '2023-11-14 22:13:20.000000+00', '2023-11-14 22:13:20.020000+00', false, '0/68');
