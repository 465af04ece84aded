create table "_sluice_offsets" (
  "name" VARCHAR(255) not null,
  "topic" VARCHAR(255) not null,
  "partition" INTEGER not null,
  "next_offset" BIGINT not null,
  "table_name" CHARACTER VARYING,
  primary key ("name", "topic", "partition")
);
create table "_sluice_offsets_schemas" (
  "name" VARCHAR(255) not null,
  "table_name" VARCHAR(255) not null,
  "version" INTEGER not null,
  "columns" CHARACTER VARYING not null,
  "key_columns" CHARACTER VARYING not null,
  primary key ("name", "table_name")
);
create table "orders" (
  "id" BIGINT not null,
  "name" CHARACTER VARYING,
  "valid_from" VARCHAR(255) not null,
  "valid_to" CHARACTER VARYING,
  "is_current" BOOLEAN,
  "_change_position" CHARACTER VARYING,
  primary key ("id", "valid_from")
);
insert into "_sluice_offsets" values
  ('shop', 'shop.public.orders', 0, 3, '"orders"'),
  ('other', 'other.topic', 3, 9000000000, null);
insert into "_sluice_offsets_schemas" values
  ('shop', '"orders"', 1, '"id" int64, "name" text <- "public.orders"', '"id", "valid_from"');
insert into "orders" values
  (1, 'a', '2023-11-14T22:13:20.000000Z', '2023-11-14T22:13:20.010000Z', false, '0/65'),
  (1, 'b', '2023-11-14T22:13:20.010000Z', null, true, '0/66'),
  (2, 'x', '2023-11-14T22:13:20.000000Z', '2023-11-14T22:13:20.020000Z', false, '0/68');
