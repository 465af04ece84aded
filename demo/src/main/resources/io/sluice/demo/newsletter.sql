-- The newsletter's database: what it is told of customers, as long as they can be written to.
CREATE TABLE customers (
  id         bigint PRIMARY KEY,
  name       text NOT NULL,
  email      text NOT NULL CONSTRAINT an_address CHECK (email LIKE '%_@_%'),
  city       varchar(60),
  newsletter boolean NOT NULL,
  created_at timestamptz NOT NULL
);
