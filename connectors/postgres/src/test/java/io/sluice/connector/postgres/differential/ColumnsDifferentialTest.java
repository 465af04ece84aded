package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
class ColumnsDifferentialTest {

  private static final String TYPES =
      "(id serial PRIMARY KEY, t text NOT NULL, v varchar(20), c char(4), c1 \"char\", b bytea, i"
          + " int, i8 bigint, f real, d double precision, n numeric, n102 numeric(10,2), bo bool,"
          + " da date, tm time, tm3 time(3), tz timetz, ts timestamp, tsz timestamptz(2), iv"
          + " interval, u uuid, j jsonb, bt bit(5), vb varbit, ar int[], av varchar(5)[], mo mood,"
          + " po posint, ps shorttext, ine inet, mny money)";

  private static final String ROW =
      " (t, v, c, c1, b, i, i8, f, d, n, n102, bo, da, tm, tm3, tz, ts, tsz, iv, u, j, bt, vb, ar,"
          + " av, mo, po, ps, ine, mny) VALUES ('some text that is long', 'varying', 'abcd', 'x',"
          + " '\\x0102030405060708090a', 123456, 12345678901, 1.5, 2.5, 12.34, 5.67, true,"
          + " '2020-01-02', '10:11:12.131415', '10:11:12.131', '10:11:12+02', '2020-01-02"
          + " 03:04:05.678', '2020-01-02 03:04:05.67+00', '1 day',"
          + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{\"a\": 1}', '10101', '101', '{1,2}',"
          + " '{abc,def}', 'happy', 5, 'short', '10.0.0.1', 12.5)";

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void truncated_texts_and_bytes() {
    everyType("column.truncate.to.3.chars", "public\\.every\\..*");
    debezium.tolerating(Tolerated.SIZE_OF_NUMERIC_WITHOUT_LIMITS, "n").same(changes());
  }

  @Test
  void masked_texts() {
    everyType("column.mask.with.5.chars", "public\\.every\\..*");
    debezium.same(changes());
  }

  @Test
  void hashed_texts() {
    everyType("column.mask.hash.SHA-256.with.salt.CzQMA0cB5K", "public\\.every\\..*");
    debezium.same(changes());
  }

  @Test
  void hashed_texts_of_the_second_version() {
    everyType("column.mask.hash.v2.MD5.with.salt.some.salt", "public\\.every\\..*");
    debezium.same(changes());
  }

  @Test
  void the_first_rule_that_matches_is_the_only_one() {
    everyType("column.mask.hash.v2.SHA-1.with.salt.s", "public\\.every\\.(t|v)");
    debezium
        .with("column.mask.with.0.chars", "public.every.v", "column.truncate.to.2.chars", ".*\\.c")
        .same(changes());
  }

  @Test
  void source_types_in_schemas() {
    everyType("column.propagate.source.type", "public\\.every\\..*");
    debezium.tolerating(Tolerated.SIZE_OF_NUMERIC_WITHOUT_LIMITS, "n").same(changes());
  }

  @Test
  void source_types_of_some_types_in_schemas() {
    everyType("datatype.propagate.source.type", ".*\\.(serial|varchar|numeric|mood)");
    debezium.tolerating(Tolerated.SIZE_OF_NUMERIC_WITHOUT_LIMITS, "n").same(changes());
  }

  @Test
  void excluded_columns_even_of_keys_in_the_stream() {
    debezium
        .given(
            "CREATE TABLE a(x int, y int, v text, w text, PRIMARY KEY (y, x))",
            "ALTER TABLE a REPLICA IDENTITY FULL",
            "INSERT INTO a VALUES (1, 2, 'v', 'w')",
            "CREATE TABLE b(x int PRIMARY KEY, v text, w text)",
            "INSERT INTO b VALUES (1, 'v', 'w')")
        .with("snapshot.mode", "no_data")
        .with("column.exclude.list", "public.a.x,public.a.w,public.b.v")
        .tolerating(Tolerated.KEYS_OF_EXCLUDED_COLUMNS, "x")
        .same(
            "INSERT INTO a VALUES (3, 4, 'v', 'w')",
            "UPDATE a SET v = 'n'",
            "UPDATE a SET x = 9 WHERE x = 1",
            "DELETE FROM a WHERE x = 3",
            "INSERT INTO b VALUES (2, 'v', 'w')",
            "UPDATE b SET x = 7 WHERE x = 1",
            "DELETE FROM b");
  }

  @Test
  void included_columns_in_the_stream() {
    debezium
        .given(
            "CREATE TABLE a(x int PRIMARY KEY, v text, w text)",
            "INSERT INTO a VALUES (1, 'v', 'w')")
        .with("snapshot.mode", "no_data")
        .with("column.include.list", "public.a.v,public.zz_mark.id")
        .tolerating(Tolerated.KEYS_OF_EXCLUDED_COLUMNS, "x")
        .same("INSERT INTO a VALUES (2, 'v', 'w')", "UPDATE a SET v = 'n'", "DELETE FROM a");
  }

  @Test
  void keys_of_other_columns_in_the_stream() {
    debezium
        .given(
            "CREATE TABLE a(x int PRIMARY KEY, v text, w text NOT NULL DEFAULT 'd', z int)",
            "ALTER TABLE a REPLICA IDENTITY FULL",
            "INSERT INTO a VALUES (1, 'v', 'w', 1)",
            "CREATE TABLE nokey(x int, v text)",
            "ALTER TABLE nokey REPLICA IDENTITY FULL",
            "INSERT INTO nokey VALUES (1, NULL)")
        .with("snapshot.mode", "no_data")
        .with(
            "message.key.columns",
            "public.a:w,v;(.*).nokey:v",
            "column.exclude.list",
            "public.a.w",
            "column.mask.with.3.chars",
            "public.a.v")
        .tolerating(Tolerated.KEYS_OF_EXCLUDED_COLUMNS, "w")
        .same(
            "INSERT INTO a VALUES (2, 'q', 'r', 1)",
            "UPDATE a SET z = 5",
            "UPDATE a SET w = 'other' WHERE x = 1",
            "UPDATE a SET v = NULL WHERE x = 2",
            "UPDATE a SET x = 8 WHERE x = 2",
            "DELETE FROM a",
            "INSERT INTO nokey VALUES (2, 'x')",
            "UPDATE nokey SET v = 'b'",
            "DELETE FROM nokey");
  }

  @Test
  void updates_that_change_nothing_captured() {
    debezium
        .given(
            "CREATE TABLE a(x int PRIMARY KEY, v text, w text, b bytea)",
            "ALTER TABLE a REPLICA IDENTITY FULL",
            "INSERT INTO a VALUES (1, 'v', 'w', '\\x01')",
            "CREATE TABLE b(x int PRIMARY KEY, v text)",
            "INSERT INTO b VALUES (1, 'v')")
        .with("skip.messages.without.change", "true", "column.exclude.list", "public.a.w")
        .same(
            "UPDATE a SET w = 'other'",
            "UPDATE a SET v = 'v'",
            "UPDATE a SET v = 'n'",
            "UPDATE a SET x = 2",
            "UPDATE b SET v = 'v'",
            "DELETE FROM a");
  }

  private void everyType(String setting, String value) {
    debezium
        .given(
            "CREATE TYPE mood AS ENUM ('sad', 'happy')",
            "CREATE DOMAIN posint AS int CHECK (value > 0)",
            "CREATE DOMAIN shorttext AS varchar(8)",
            "CREATE TABLE every" + TYPES,
            "INSERT INTO every" + ROW,
            "INSERT INTO every(t) VALUES ('')")
        .with(setting, value);
  }

  private static String[] changes() {
    return new String[] {
      "INSERT INTO every" + ROW, "UPDATE every SET t = 'x' WHERE id = 1", "DELETE FROM every"
    };
  }
}
