create table "_sluice_offsets" (
  "name" varchar(380) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin not null,
  "topic" varchar(380) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin not null,
  "partition" int not null,
  "next_offset" bigint not null,
  "table_name" longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  primary key ("name", "topic", "partition")
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
create table "_sluice_offsets_schemas" (
  "name" varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin not null,
  "table_name" varchar(384) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin not null,
  "version" int not null,
  "columns" longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin not null,
  "key_columns" longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin not null,
  primary key ("name", "table_name")
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
create table "orders" (
  "id" bigint not null,
  "name" longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  "valid_from" datetime(6) COMMENT 'UTC' not null,
  "valid_to" datetime(6) COMMENT 'UTC',
  "is_current" boolean,
  "_change_position" longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  primary key ("id", "valid_from")
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
insert into "_sluice_offsets" values
  ('shop', 'shop.public.orders', 0, 3, '"orders"'),
  ('other', 'other.topic', 3, 9000000000, null);
insert into "_sluice_offsets_schemas" values
  ('shop', '"orders"', 1, '"id" int64, "name" text <- "public.orders"', '"id", "valid_from"');
insert into "orders" values
  (1, 'a', '2023-11-14 22:13:20.000000', '2023-11-14 22:13:20.010000', false, '0/65'),
  (1, 'b', '2023-11-14 22:13:20.010000', null, true, '0/66'),
  (2, 'x', '2023-11-14 22:13:20.000000', '2023-11-14 22:13:20.020000', false, '0/68');
