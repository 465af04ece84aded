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
  "id" UUID not null,
  "name" TEXT
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
