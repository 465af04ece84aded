create table members (id int primary key, name text not null, email text not null, phone text);
create table visits (id bigint primary key, email text not null, page text not null);
insert into members values (1, 'Ada', 'ada@example.com', '+44 20 7946 0123'), (2, 'Grace', 'grace@example.com', null);
insert into visits values (1, 'ada@example.com', '/home'), (2, 'ada@example.com', '/cart'), (3, 'grace@example.com', '/home');
