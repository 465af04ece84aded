create table "_sluice_offsets" (
  "name" text not null,
  "topic" text not null,
  "partition" integer not null,
  "next_offset" bigint not null,
  "table_name" text,
  primary key ("name", "topic", "partition")
);
create table "_sluice_offsets_schemas" (
  "name" text not null,
  "table_name" text not null,
  "version" integer not null,
  "columns" text not null,
  "key_columns" text not null,
  primary key ("name", "table_name")
);
create table "orders" (
  "id" bigint not null,
  "name" text,
  "valid_from" timestamp with time zone not null,
  "valid_to" timestamp with time zone,
  "is_current" boolean,
  "_change_position" text,
  primary key ("id", "valid_from")
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
