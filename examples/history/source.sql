create table prices (sku text primary key, cents int not null);
insert into prices values ('A-1', 400), ('B-2', 1200), ('C-3', 50);
