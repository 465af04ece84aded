-- What version 1 stored: never edited.
insert into server_lead (one, url, since) values (1, 'https://sluice-b.example.com:8443', 1772366400000);
