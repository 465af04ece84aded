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
  "id" uuid not null,
  "name" text
);
insert into "_sluice_offsets" values
  ('shop', 'shop.public.orders', 0, 3, '"orders"');
insert into "_sluice_offsets_schemas" values
  ('shop', '"orders"', 1, '"id" uuid, "name" text <- "public.orders"; upsert', '"id" pending');
insert into "orders" values
  ('c4ca4238-a0b9-3382-8dcc-509a6f75849b', 'a');
insert into "orders" values
  ('c81e728d-9d4c-3f63-af06-7f89cc14862c', 'b');
insert into "orders" values
  ('c4ca4238-a0b9-3382-8dcc-509a6f75849b', 'x');
