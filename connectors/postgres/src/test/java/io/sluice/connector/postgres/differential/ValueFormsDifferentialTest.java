package io.sluice.connector.postgres.differential;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands in for values: defaults in schemas, and large values that the server did not send.
 */
@Tag("long")
class ValueFormsDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "connect", "isostring", "microseconds", "structured"})
  void defaults_of_times_in_schemas(String mode) {
    debezium
        .with("time.precision.mode", mode)
        .given(
            "CREATE TABLE d(id int PRIMARY KEY, d date DEFAULT '2020-02-03', t time DEFAULT"
                + " '10:00', t3 time(3) NOT NULL DEFAULT '10:00:00.5', ts timestamp DEFAULT"
                + " '2020-01-01 10:00:00.25', ts3 timestamp(3) NOT NULL DEFAULT '2020-01-01', tz"
                + " timestamptz DEFAULT '2020-01-01 00:00:00+00', n timestamptz DEFAULT now(), i"
                + " interval DEFAULT '1 day', cd date DEFAULT current_date)",
            "INSERT INTO d(id) VALUES (1)");

    debezium.same(
        "INSERT INTO d(id) VALUES (2)",
        "INSERT INTO d(id, d, t, ts, tz, n, i) VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL)",
        "DELETE FROM d WHERE id = 2");
  }

  @ParameterizedTest
  @CsvSource({"precise", "double", "string"})
  void defaults_of_numbers_and_texts_in_schemas(String mode) {
    debezium
        .with("decimal.handling.mode", mode, "binary.handling.mode", "hex")
        .given(
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "CREATE DOMAIN dnum AS numeric(8,3) DEFAULT 4.5",
            "CREATE TABLE d(id int PRIMARY KEY, n numeric(6,3) DEFAULT 1.5, u numeric DEFAULT 3, dn"
                + " dnum, dn2 dnum DEFAULT 2.25, b bytea DEFAULT '\\x01', m money DEFAULT 5, r"
                + " int4range DEFAULT '[1,2)', bt bit(5) DEFAULT B'10101', b9 bit(9) DEFAULT"
                + " B'000000000', v9 varbit(9) DEFAULT B'0', b1 bit(1) DEFAULT B'1', ts tsvector"
                + " DEFAULT 'a:1', mo mood DEFAULT 'ok', u2 uuid DEFAULT"
                + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', x xml DEFAULT '<a/>', p point DEFAULT"
                + " '(1,2)', ia int[] DEFAULT '{1}', neg int DEFAULT -5, f float8 DEFAULT 1.5, j"
                + " jsonb DEFAULT '{\"a\": 1}', i8 bigint DEFAULT 9223372036854775807)",
            "INSERT INTO d(id) VALUES (1)");

    debezium.same("INSERT INTO d(id) VALUES (2)", "DELETE FROM d WHERE id = 2");
  }

  @ParameterizedTest
  @CsvSource({
    "json,bytes,__debezium_unavailable_value",
    "map,hex,none",
    "json,base64,hex:00ff41",
  })
  void large_values_that_an_update_left_alone(String hstore, String binary, String placeholder) {
    debezium
        .with(
            "hstore.handling.mode",
            hstore,
            "binary.handling.mode",
            binary,
            "unavailable.value.placeholder",
            placeholder)
        .given(
            "CREATE EXTENSION hstore",
            "CREATE EXTENSION citext",
            "CREATE EXTENSION ltree",
            "CREATE TABLE big(id int PRIMARY KEY, n int, t text, v varchar, c citext, x xml, b"
                + " bytea, h hstore, s tsvector, vb varbit, j json, ta text[], ia int[], ba"
                + " bigint[], ja jsonb[], ua uuid[], da date[], bya bytea[], nr numrange)",
            "ALTER TABLE big ALTER t SET STORAGE external, ALTER v SET STORAGE external, ALTER c"
                + " SET STORAGE external, ALTER x SET STORAGE external, ALTER b SET STORAGE"
                + " external, ALTER h SET STORAGE external, ALTER s SET STORAGE external, ALTER vb"
                + " SET STORAGE external, ALTER j SET STORAGE external, ALTER ta SET STORAGE"
                + " external, ALTER ia SET STORAGE external, ALTER ba SET STORAGE external, ALTER"
                + " ja SET STORAGE external, ALTER ua SET STORAGE external, ALTER da SET STORAGE"
                + " external, ALTER bya SET STORAGE external",
            "INSERT INTO big SELECT 1, 1, l, l, l, ('<a>' || l || '</a>')::xml, l::bytea,"
                + " hstore('k', l), to_tsvector('simple', w), repeat('10', 20000)::varbit,"
                + " to_json(l), array_fill('x'::text, ARRAY[3000]), array_fill(7, ARRAY[3000]),"
                + " array_fill(7::bigint, ARRAY[3000]), array_fill('{}'::jsonb, ARRAY[3000]),"
                + " array_fill(gen_random_uuid(), ARRAY[3000]), array_fill('2020-01-01'::date,"
                + " ARRAY[3000]), array_fill('\\x01'::bytea, ARRAY[3000]), '[1,2)' FROM (SELECT"
                + " repeat('l', 9000) AS l, (SELECT string_agg('w' || i, ' ') FROM"
                + " generate_series(1, 2000) i) AS w) s");

    debezium.tolerating(Tolerated.LARGE_VALUES_WITHOUT_PLACEHOLDER, "vb");
    if (!binary.equals("bytes")) {
      debezium.tolerating(Tolerated.LARGE_VALUES_WITHOUT_PLACEHOLDER, "bya");
    }
    if (binary.equals("base64")) {
      debezium.tolerating(Tolerated.LARGE_VALUES_WITHOUT_PLACEHOLDER, "b");
    }

    debezium.same("UPDATE big SET n = 2", "UPDATE big SET id = 2");
  }

  @ParameterizedTest
  @CsvSource({
    "reselector.,reselect.columns.include.list,'public.big:(t|b|j|ia|n)'",
    "post.processors.reselector.,reselect.columns.exclude.list,'public.big:t'",
    "reselector.,reselect.null.values,false"
  })
  void values_that_are_read_again(String prefix, String option, String value) {
    debezium
        .with(
            "post.processors",
            "reselector",
            prefix + "type",
            "io.debezium.processors.reselect.ReselectColumnsPostProcessor",
            prefix + option,
            value)
        .given(
            "CREATE TABLE big(id int PRIMARY KEY, n int, t text, b bytea, j jsonb, ia int[])",
            "ALTER TABLE big ALTER t SET STORAGE external, ALTER b SET STORAGE external, ALTER j"
                + " SET STORAGE external, ALTER ia SET STORAGE external",
            "INSERT INTO big SELECT 1, 1, l, l::bytea, to_jsonb(l), array_fill(7, ARRAY[3000])"
                + " FROM (SELECT repeat('l', 9000) AS l) s");

    // Both ask for the row as it is then, which has to be the same for both.
    debezium.sameInStages(
        List.of(
            List.of("BEGIN; UPDATE big SET n = NULL; UPDATE big SET n = 3; COMMIT"),
            List.of(
                "BEGIN; INSERT INTO big(id) VALUES (2); UPDATE big SET n = 7, t = 'x' WHERE id = 2;"
                    + " COMMIT"),
            List.of("UPDATE big SET id = 5 WHERE id = 1")));
  }

  @Test
  void a_domain_over_anything_is_what_it_stands_on() {
    debezium.given(
        "CREATE EXTENSION hstore",
        "CREATE DOMAIN a AS interval",
        "CREATE DOMAIN b AS a NOT NULL",
        "CREATE DOMAIN c AS varchar(7)[]",
        "CREATE DOMAIN d AS point",
        "CREATE DOMAIN e AS tstzrange",
        "CREATE DOMAIN f AS money",
        "CREATE DOMAIN g AS timetz(2)",
        "CREATE TABLE t(id int PRIMARY KEY, a a, b b, c c, d d, e e, f f, g g)",
        "INSERT INTO t VALUES (1, '1 day', '2 days', '{abc}', '(1,2)', '[2020-01-01,)', 5,"
            + " '10:00:00.12+02')");

    debezium.same("INSERT INTO t SELECT id + 1, a, b, c, d, e, f, g FROM t", "DELETE FROM t");
  }
}
