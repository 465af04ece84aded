create table tickets (id int primary key, opened_by text not null, subject text not null, secret text);
create table internal_notes (id int primary key, note text);
insert into tickets values (1, 'ada', 'Printer on fire', 's3'), (2, 'grace', 'Moth in relay', 's4');
insert into internal_notes values (1, 'nobody sees this');
