-- What version 1 stored: never edited. The token is slc_ with 53 zeros and its checksum, the cookie 43 times A.
insert into server_token (id, hash, name, made_at, made_by, expires_at, used_at, revoked_at, revoked_by)
  values ('0000000000', 'sha256$e35c6ef12e549281373041f02b6ec1f3028d3f3b7b0bdf6922ecd887039bcaea', 'ci', 1772366400000, 'ann', 4102444800000, 1772366460000, null, null);
insert into server_token (id, hash, name, made_at, made_by, expires_at, used_at, revoked_at, revoked_by)
  values ('1111111111', 'sha256$0000000000000000000000000000000000000000000000000000000000000000', 'old', 1772366300000, 'ann', 1772366400000, null, 1772366400000, '');
insert into server_token (id, hash, name, made_at, made_by, expires_at, used_at, revoked_at, revoked_by)
  values ('2222222222', 'sha256$1111111111111111111111111111111111111111111111111111111111111111', 'leaked', 1772366200000, 'ann', 4102444800000, null, 1772366350000, 'bob');
insert into server_user (id, issuer, subject, name, first_at, seen_at, blocked_at, blocked_by)
  values ('u1', 'https://idp.example.com', 's-1', 'ann@example.com', 1772366400000, 1772366500000, null, null);
insert into server_user (id, issuer, subject, name, first_at, seen_at, blocked_at, blocked_by)
  values ('u2', 'https://idp.example.com', 's-2', 'eve@example.com', 1772366400000, 1772366500000, 1772366600000, 'ann');
insert into server_grant (holder_kind, holder, namespace, source, role) values ('TOKEN', '0000000000', '*', 'HAND', 'VIEWER');
insert into server_grant (holder_kind, holder, namespace, source, role) values ('TOKEN', '0000000000', 'shop', 'HAND', 'OPERATOR');
insert into server_grant (holder_kind, holder, namespace, source, role) values ('USER', 'u1', 'shop', 'CLAIM', 'EDITOR');
insert into server_grant (holder_kind, holder, namespace, source, role) values ('USER', 'u1', 'shop', 'HAND', 'VIEWER');
insert into server_grant (holder_kind, holder, namespace, source, role) values ('USER', 'u1', 'finance', 'HAND', 'ADMIN');
insert into server_session (hash, id, holder_kind, holder, began_at, seen_at, ends_at, address, agent)
  values ('sha256$0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a', '0123456789abcdef', 'USER', 'u1', 1772366400000, 1772366460000, 4102444800000, '10.1.2.3', 'Firefox');
