create table products (sku text primary key, title text not null, tags text[], stock int not null);
create table prices (sku text, currency char(3), amount numeric(12, 4) not null, primary key (sku, currency));
create table passwords (account text primary key, hash text not null); -- not in table.include.list: never read
insert into products values ('A-1', 'Anvil', '{heavy,iron}', 4), ('B-2', 'Balloon', '{}', 1200);
insert into prices values ('A-1', 'EUR', 49.9), ('A-1', 'USD', 54), ('B-2', 'EUR', 0.25);
insert into passwords values ('root', 'x');
