package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.BufferedReader;
import java.io.Reader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies are held against their source, and repaired. */
class ReconcileTest {
  private static final String SHOP = "shop.yaml";

  /** A row with a value of each type that has a common text, and the extremes of some. */
  private static final String[] EVERYTHING = {
    "create type mood as enum ('glad', 'sad')",
    "create table everything (id bigint primary key, small smallint, whole int, yes boolean,"
        + " exact numeric(20,5), free numeric, near real, nearer double precision, word text,"
        + " padded char(6), bytes bytea, day date, clock time, moment timestamp, zoned timestamptz,"
        + " ref uuid, doc json, sorted jsonb, feeling mood, host inet, numbers int[], words text[],"
        + " amounts numeric(8,2)[])",
    "insert into everything values (1, -5, 2147483647, true, 123.45000, 1.5, 1.1, 0.1, 'žluť 😀',"
        + " 'ab', '\\x00ff', '2024-02-29', '12:34:56.789', '2024-02-29 01:02:03.000004',"
        + " '2024-02-29 01:02:03.5+05', '0e5a1f2c-0000-4000-8000-000000000001', '{\"a\" :  1}',"
        + " '{\"b\": 2, \"a\": [1, null]}', 'sad', '10.0.0.1', '{1,null,3}',"
        + " '{\"a,b\",null,\"\"}', '{1.50,2}')",
    "insert into everything (id) values (-9223372036854775808), (9223372036854775807)",
    "insert into everything (id, near, nearer, exact, free, day, moment, zoned, clock, word, bytes,"
        + " numbers, words) values (2, 'NaN', '-Infinity', -0.00001, 100000, 'infinity',"
        + " '-infinity', 'infinity', '24:00:00', '', '', '{}', '{}'), (3, 3.4028235e38, 5e-324,"
        + " 0, 0.10, '0044-03-15 BC', '0044-03-15 01:02:03 BC', '1883-11-18 00:00:00.000001+00',"
        + " '00:00:00', E'tab\\tline\\n\\u001f', '\\x27', '{0}', '{\"\"}')"
  };

  /** The same where there is no NaN, nothing infinite, and no year before 1. */
  private static final String[] EXTREMES_OF_FEWER = {
    EVERYTHING[0],
    EVERYTHING[1],
    EVERYTHING[2],
    EVERYTHING[3],
    "insert into everything (id, near, nearer, exact, free, day, moment, zoned, clock, word, bytes,"
        + " numbers, words) values (2, 1e-45, 5e-324, -0.00001, 100000, '0001-01-01',"
        + " '9999-12-31 23:59:59.999999', '0001-01-01 00:00:00+00', '00:00:00', '', '', '{}',"
        + " '{}'), (3, 3.4028235e38, 1.7976931348623157e308, 999999999999999.99999, 0.10,"
        + " '9999-12-31', '0001-01-01 00:00:00', '1883-11-18 00:00:00.000001+00',"
        + " '23:59:59.999999', E'tab\\tline\\n\\\\ \\u001f\\u0001\"', '\\x27', '{0}',"
        + " E'{\"\",\"q\\\\\"\\t\\u0001\"}'),"
        + " (4, -1.17549435e-38, -2.2250738585072014e-308, 0, -0.5, '2024-01-01', '2024-01-01',"
        + " '2024-01-01 00:00:00+00', '12:00:00', ' ', '\\x00', '{-1}', '{x}'),"
        + " (5, 16777217, 1e23, 1, 1e20, '2024-01-01', '2024-01-01 00:00:00.1', '2024-01-01"
        + " 00:00:00+00', '12:00:00', 'ab ', '\\x00', '{-1}', '{x}')"
  };

  /** Where the copy is. */
  enum Copy {
    DUCKDB,
    POSTGRES,
    MARIADB,
    SQLITE;

    /** A new one. */
    Target in(Path folder) {
      return switch (this) {
        case DUCKDB -> Target.duckdb(folder, "shop");
        case POSTGRES -> Target.postgres();
        case MARIADB -> Target.mariaDb();
        case SQLITE -> Target.sqlite(folder, "shop");
      };
    }
  }

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private Target target = Target.postgres();

  private void pipeline(Copy copy, String... tables) {
    target = copy.in(folder);
    file().writeTo(folder);
    database.sql(tables);
  }

  private Command sluice() {
    return Command.in(folder);
  }

  private PipelineFile file() {
    Map<String, String> source = new HashMap<>(database.debeziumConfig());
    source.put("slot.name", "rec_" + database.name());
    source.put("publication.name", "rec_" + database.name());
    source.put("publication.autocreate.mode", "filtered");
    source.put("topic.prefix", "shop");
    source.put("schema.include.list", "public");
    Map<String, String> sink = new HashMap<>(target.login());
    sink.put("url", target.url());
    return new PipelineFile("shop")
        .source("postgres", source)
        .sink("copy", "table", sink)
        .retryingSoon();
  }

  private JsonNode reconcile(String... more) {
    return sluice().run(arguments(more)).json();
  }

  /** While a pipeline runs in this process. */
  private JsonNode reconcileAlone(String... more) throws Exception {
    return sluice().runAlone(arguments(more)).json();
  }

  private static String[] arguments(String... more) {
    List<String> arguments = new ArrayList<>(List.of("reconcile", SHOP, "-o", "json"));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  @ParameterizedTest
  @EnumSource
  void a_copy_of_every_type_is_equal(Copy copy) {
    boolean all = copy == Copy.DUCKDB || copy == Copy.POSTGRES;
    pipeline(copy, all ? EVERYTHING : EXTREMES_OF_FEWER);
    sluice().run("run", SHOP, "--once").ok();

    JsonNode found = reconcile();

    assertThat(found.path("equal").asBoolean()).as(found.toPrettyString()).isTrue();
    assertThat(found.at("/tables/0/left_out").size()).as(found.toPrettyString()).isZero();
    assertThat(found.at("/tables/0/source_rows").asLong()).isEqualTo(all ? 5 : 7);
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_of_difference_is_found_and_repaired(Copy copy) throws Exception {
    pipeline(
        copy,
        "create table orders (id int, line int, status text, primary key (id, line))",
        "insert into orders select i, i % 3, 'new' from generate_series(1, 5000) i",
        "create table names (name text primary key, n int)",
        "insert into names select 'it''s ' || i, i from generate_series(1, 3000) i");
    sluice().run("run", SHOP, "--once").ok();
    plant();
    CompletableFuture<Command.Result> end = sluice().start(SHOP);
    try {
      JsonNode found = reconcileAlone("--range", "1000", "--show-keys");
      JsonNode orders = table(found, "public.orders");
      assertThat(found.path("equal").asBoolean()).isFalse();
      assertThat(kinds(orders))
          .as(orders.toPrettyString())
          .isEqualTo("missing 2 extra 1 different 1");
      assertThat(orders.path("differences").findValuesAsText("id"))
          .containsExactlyInAnyOrder("7", "4999", "9000", "100");
      assertThat(orders.path("at_one_position").asBoolean()).isTrue();
      JsonNode names = table(found, "public.names");
      assertThat(kinds(names))
          .as(names.toPrettyString())
          .isEqualTo("missing 1 extra 0 different 1");

      JsonNode repaired = reconcileAlone("--range", "1000", "--repair", "--yes");

      assertThat(repaired.path("equal").asBoolean()).as(repaired.toPrettyString()).isTrue();
      assertThat(table(repaired, "public.orders").path("repaired").asLong()).isEqualTo(4);
      assertThat(reconcileAlone().path("equal").asBoolean()).isTrue();
      JsonNode audit = sluice().run("audit", "ls", "-o", "json").ok().json().path("entries");
      assertThat(audit.findValuesAsText("action")).contains("rows.delete", "pipeline.signal");
      JsonNode deleted =
          sluice().run("audit", "ls", "--action", "rows.delete", "-o", "json").ok().json();
      assertThat(deleted.at("/entries/0/before").asText())
          .as("how many keys of which table, and none of them")
          .matches(".*\"keys\":1,.*orders.*")
          .doesNotContain("9000");
    } finally {
      sluice().run("stop", SHOP);
      end.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_row_that_the_source_got_while_the_question_stood_is_not_deleted() throws Exception {
    pipeline(Copy.POSTGRES, "create table names (id int primary key, name text)");
    database.sql("insert into names values (1, 'old')");
    sluice().run("run", SHOP, "--once").ok();
    target.execute("insert into names values (2, 'nobody'), (3, 'nobody')");
    CompletableFuture<Command.Result> end = sluice().start(SHOP);
    try {
      BufferedReader slowly =
          new BufferedReader(Reader.nullReader()) {
            @Override
            public String readLine() {
              database.sql("insert into names values (2, 'new')");
              Awaitility.await()
                  .until(
                      () -> target.column("select name from names where id = 2"),
                      List.of("new")::equals);
              return "y";
            }
          };

      Command.Result repaired = sluice().run(slowly, "reconcile", SHOP, "--repair");

      assertThat(repaired.ok().err()).contains("Delete the rows of 2 keys");
      assertThat(target.column("select name from names order by id")).containsExactly("old", "new");
    } finally {
      sluice().run("stop", SHOP);
      end.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_row_that_the_sink_refuses_again_is_told_and_not_waited_for() throws Exception {
    pipeline(
        Copy.POSTGRES,
        "create table names (id int primary key, n int)",
        "insert into names select i, i from generate_series(1, 300) i");
    sluice().run("run", SHOP, "--once").ok();
    target.execute("alter table names add check (n < 1000)");
    database.sql("insert into names values (1000, 1000), (301, 301)");
    CompletableFuture<Command.Result> end = sluice().start(SHOP);
    try {
      Awaitility.await()
          .until(() -> target.number("select count(*) from names"), count -> count == 301);

      Command.Result repaired = sluice().run("reconcile", SHOP, "--repair", "--yes");

      assertThat(repaired.code()).isEqualTo(1);
      assertThat(repaired.err())
          .contains(
              "copy, public.names: of the rows that were read again 1 did not come, and the sink"
                  + " has refused as many: sluice dlq ls");
    } finally {
      sluice().run("stop", SHOP);
      end.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_table_that_cannot_be_compared_is_told_and_is_no_success() {
    pipeline(
        Copy.POSTGRES,
        "create table names (id int primary key, name text)",
        "insert into names values (1, 'one')",
        "create table notes (note text)",
        "alter table notes replica identity full");
    sluice().run("run", SHOP, "--once").ok();

    Command.Result all = sluice().run("reconcile", SHOP);
    assertThat(all.code()).as(all.out() + all.err()).isEqualTo(1);
    assertThat(all.out())
        .contains("What was compared is equal. Not compared: 1 of 2 tables")
        .contains("public.notes: not compared, its rows have no key");
    assertThat(reconcile().path("equal").asBoolean()).isFalse();
    assertThat(reconcile().path("not_compared").asInt()).isEqualTo(1);
    sluice().run("reconcile", SHOP, "--table", "public.names").ok();
  }

  private void plant() throws SQLException {
    target.execute("delete from orders where id in (7, 4999)");
    target.execute("insert into orders values (9000, 1, 'new')");
    target.execute("update orders set status = 'lost' where id = 100");
    target.execute("delete from names where n = 5");
    target.execute("update names set n = 0 where n = 6");
  }

  private static String kinds(JsonNode table) {
    return "missing "
        + table.path("missing")
        + " extra "
        + table.path("extra")
        + " different "
        + table.path("different");
  }

  private static JsonNode table(JsonNode found, String name) {
    for (JsonNode table : found.path("tables")) {
      if (table.path("table").asText().equals(name)) {
        return table;
      }
    }
    throw new AssertionError("no table " + name + " in " + found.toPrettyString());
  }
}
