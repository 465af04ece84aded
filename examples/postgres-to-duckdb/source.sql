create table customers (id int primary key, name text not null, city text);
create table orders (id bigint primary key, customer int not null, status text not null, total numeric(10, 2) not null,
  placed timestamptz not null);
insert into customers values (1, 'Ada', 'London'), (2, 'Grace', 'New York'), (3, 'Edsger', null);
insert into orders values
  (100, 1, 'paid', 12.50, '2026-01-02 10:00:00+00'),
  (101, 1, 'new', 7.25, '2026-01-03 11:30:00+00'),
  (102, 2, 'paid', 99.00, '2026-01-03 12:00:00+00');
