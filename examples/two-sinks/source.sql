create table stock (sku text primary key, pieces int not null);
insert into stock values ('A-1', 4), ('B-2', 1200), ('C-3', 0);
