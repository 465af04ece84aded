-- What version 1 of the registry wrote, with one of everything, for the tables of either database. Never
-- changed: it stands for the registries that are out there.
delete from registry_number;
insert into registry_number (one, change, removal)
  values (1, 10, 1);
insert into registry_context (context, last_id)
  values ('.', 4);
insert into registry_context (context, last_id)
  values ('.team', 1);
insert into registry_schema (context, id, guid, text_hash, type, text, refs, metadata, rule_set)
  values ('.', 1, '90e913be-28e6-846f-8167-c25c43417011', 'b76bf349146c6189b7aa642f591c493d65ffdf28ef824da2a255efc0f2315d52', 'AVRO', 'id', null, null, null);
insert into registry_schema (context, id, guid, text_hash, type, text, refs, metadata, rule_set)
  values ('.', 2, '4f603ce1-3d43-82b9-bb0a-d5dae623d27a', '78400130c888a82421e42938c1fd7d7d7445514a458e824d019be853f4974041', 'AVRO', '@id total', '[{"name":"id","subject":"common","version":1}]', '{"properties":{"owner":"ada"},"sensitive":["owner"],"tags":{"a.b":["GDPR","PII"]}}', '{"domainRules":[{"disabled":false,"doc":"doc","expr":"true","kind":"CONDITION","mode":"WRITE","name":"check","onFailure":"ERROR","onSuccess":"NONE","params":{"k":"v"},"tags":["PII"],"type":"CEL"}]}');
insert into registry_schema (context, id, guid, text_hash, type, text, refs, metadata, rule_set)
  values ('.', 3, 'c04c8600-de16-80e0-b5d5-da67cf464b97', '2513c407d841c33c2c43d4ed44aee98f25d6d0e30862e75306abddc6b011c2e2', 'AVRO', 'total extra?', null, '{"properties":{"owner":"ada"},"sensitive":["owner"],"tags":{"a.b":["GDPR","PII"]}}', '{"domainRules":[{"disabled":false,"doc":"doc","expr":"true","kind":"CONDITION","mode":"WRITE","name":"check","onFailure":"ERROR","onSuccess":"NONE","params":{"k":"v"},"tags":["PII"],"type":"CEL"}]}');
insert into registry_schema (context, id, guid, text_hash, type, text, refs, metadata, rule_set)
  values ('.team', 1, '55aa0449-9650-8887-b5f3-1f9d697650e2', 'f1aab29e92291dbb81662f28bb5330c33161dc1850bca42cd85b7179e5cefe89', 'JSON', 'id', null, null, null);
insert into registry_retired (context, id, guid)
  values ('.', 4, '924f5386-a86e-8609-b64e-17db4b05975f');
insert into registry_reference (context, id, position, needed_context, needed_subject, needed_version)
  values ('.', 2, 0, '.', 'common', 1);
insert into registry_subject (context, subject, last_version)
  values ('.', 'common', 1);
insert into registry_subject (context, subject, last_version)
  values ('.', 'gone', 1);
insert into registry_subject (context, subject, last_version)
  values ('.', 'orders-value', 2);
insert into registry_subject (context, subject, last_version)
  values ('.team', 'orders-value', 1);
insert into registry_version (context, subject, version, id, deleted, registered_at)
  values ('.', 'common', 1, 1, 0, 1893456000000);
insert into registry_version (context, subject, version, id, deleted, registered_at)
  values ('.', 'orders-value', 1, 2, 0, 1893456000000);
insert into registry_version (context, subject, version, id, deleted, registered_at)
  values ('.', 'orders-value', 2, 3, 1, 1893456000000);
insert into registry_version (context, subject, version, id, deleted, registered_at)
  values ('.team', 'orders-value', 1, 1, 0, 1893456000000);
insert into registry_config (context, subject, settings)
  values ('.', 'orders-value', '{"compatibilityGroup":"major","compatibilityLevel":"FULL","compatibilityPolicy":"STRICT","defaultMetadata":{"properties":{"owner":"nobody"}},"normalize":true,"validateFields":false,"validateRules":true}');
insert into registry_mode (context, subject, mode)
  values ('.team', '', 'READONLY');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (1, 1893456000000, 'ada', 'first release', 'version.registered', '.', 'common', 1, 1, null, '90e913be-28e6-846f-8167-c25c43417011');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (2, 1893456000000, 'ada', 'first release', 'version.registered', '.', 'orders-value', 1, 2, null, '4f603ce1-3d43-82b9-bb0a-d5dae623d27a');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (3, 1893456000000, 'ada', 'first release', 'version.registered', '.', 'orders-value', 2, 3, null, 'c04c8600-de16-80e0-b5d5-da67cf464b97');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (4, 1893456000000, 'otto', 'a mistake', 'version.deleted', '.', 'orders-value', 2, 3, 'c04c8600-de16-80e0-b5d5-da67cf464b97', null);
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (5, 1893456000000, 'ada', 'first release', 'version.registered', '.', 'gone', 1, 4, null, '924f5386-a86e-8609-b64e-17db4b05975f');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (6, 1893456000000, 'ada', 'first release', 'subject.deleted', '.', 'gone', 0, 0, 'versions [1]', null);
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (7, 1893456000000, 'ada', 'first release', 'subject.deleted_permanently', '.', 'gone', 0, 0, 'versions [1]', null);
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (8, 1893456000000, 'ada', 'first release', 'version.registered', '.team', 'orders-value', 1, 1, null, '55aa0449-9650-8887-b5f3-1f9d697650e2');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (9, 1893456000000, 'ada', 'first release', 'config.set', '.', 'orders-value', 0, 0, null, '{"compatibilityGroup":"major","compatibilityLevel":"FULL","compatibilityPolicy":"STRICT","defaultMetadata":{"properties":{"owner":"nobody"}},"normalize":true,"validateFields":false,"validateRules":true}');
insert into registry_change (number, at, who, why, action, context, subject, version, id, was, became)
  values (10, 1893456000000, 'ada', 'first release', 'mode.set', '.team', '', 0, 0, null, 'READONLY');
