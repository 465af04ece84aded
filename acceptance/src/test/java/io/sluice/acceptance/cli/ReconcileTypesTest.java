package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A difference of the smallest kind is found in a column of each type; keys of each type too. */
@Tag("long")
class ReconcileTypesTest {
  private static final String SHOP = "shop.yaml";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  /**
   * A column of the source.
   *
   * @param type its type there
   * @param value its value in every row
   * @param other another value, as SQL of any target
   */
  private record Column(String type, String value, String other) {}

  private static Map<String, Column> columns(ReconcileTest.Copy copy) {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("small", new Column("smallint", "-5", "-6"));
    columns.put("whole", new Column("bigint", "9007199254740993", "9007199254740992"));
    columns.put("yes", new Column("boolean", "true", "false"));
    columns.put("exact", new Column("numeric(20,5)", "123.45000", number("123.45001", copy)));
    columns.put("few", new Column("numeric(8,2)", "1.50", "1.51"));
    columns.put("free", new Column("numeric", "1.5", number("1.6", copy)));
    columns.put("near", new Column("real", "1.1", "1.1000001"));
    columns.put("nearer", new Column("double precision", "0.1", "1.0000000000000002e-1"));
    columns.put("word", new Column("text", "'žluť 😀'", "'žluť 😁'"));
    columns.put("none", new Column("text", "null", "''"));
    columns.put("bytes", new Column("bytea", "'\\x00ff'", bytes(copy)));
    columns.put("day", new Column("date", "'2024-02-29'", "'2024-02-28'"));
    columns.put("clock", new Column("time", "'12:34:56.789001'", "'12:34:56.789'"));
    columns.put(
        "moment", new Column("timestamp", "'2024-02-29 01:02:03.000004'", "'2024-02-29 01:02:03'"));
    columns.put("zoned", new Column("timestamptz", "'2024-02-29 01:02:03.5+05'", zoned(copy)));
    columns.put(
        "ref",
        new Column(
            "uuid",
            "'0e5a1f2c-0000-4000-8000-000000000001'",
            "'0e5a1f2c-0000-4000-8000-000000000002'"));
    columns.put("doc", new Column("json", "'{\"a\" :  1}'", "'{\"a\": 1}'"));
    columns.put("sorted", new Column("jsonb", "'[1, null]'", "'[1, 2]'"));
    columns.put("host", new Column("inet", "'10.0.0.1'", "'10.0.0.2'"));
    columns.put("numbers", new Column("int[]", "'{1,null,3}'", array("1,null,4", copy)));
    columns.put("words", new Column("text[]", "'{a,\"b\"}'", array("'a','c'", copy)));
    return columns;
  }

  private static String number(String digits, ReconcileTest.Copy copy) {
    return copy == ReconcileTest.Copy.SQLITE ? "'" + digits + "'" : digits;
  }

  private static String zoned(ReconcileTest.Copy copy) {
    String utc = "2024-02-28 20:02:03.4";
    return switch (copy) {
      case MARIADB -> "'" + utc + "'";
      case SQLITE -> "'" + utc + "+00:00'";
      case POSTGRES, DUCKDB -> "'" + utc + "+00'";
    };
  }

  private static String bytes(ReconcileTest.Copy copy) {
    return switch (copy) {
      case POSTGRES -> "'\\x00fe'";
      case DUCKDB -> "'\\x00\\xFE'::BLOB";
      case MARIADB, SQLITE -> "x'00fe'";
    };
  }

  private static String array(String elements, ReconcileTest.Copy copy) {
    return switch (copy) {
      case POSTGRES -> "array[" + elements + "]";
      case DUCKDB -> "[" + elements + "]";
      case MARIADB, SQLITE -> "'[" + elements.replace("'", "\"") + "]'";
    };
  }

  @ParameterizedTest
  @EnumSource
  void another_value_is_found_in_a_column_of_each_type(ReconcileTest.Copy copy) throws Exception {
    Map<String, Column> columns = columns(copy);
    List<String> names = List.copyOf(columns.keySet());
    StringBuilder table = new StringBuilder("create table everything (id int primary key");
    StringBuilder row = new StringBuilder("insert into everything select i");
    columns.forEach(
        (name, column) -> {
          table.append(", ").append(name).append(' ').append(column.type());
          row.append(", ").append(column.value()).append("::").append(column.type());
        });
    database.sql(table + ")", row + " from generate_series(0, " + names.size() + ") i");
    Target target = pipeline(copy);
    Command.in(folder).run("run", SHOP, "--once").ok();
    assertThat(reconcile().path("equal").asBoolean()).isTrue();
    int id = 0;
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      target.execute(
          "update everything set "
              + column.getKey()
              + " = "
              + column.getValue().other()
              + " where id = "
              + id++);
    }

    JsonNode found = reconcile("--show-keys");

    assertThat(found.at("/tables/0/differences").findValuesAsText("id"))
        .as(names + found.toPrettyString())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, names.size()).mapToObj(Integer::toString).toList());
    assertThat(found.at("/tables/0/left_out").size()).as(found.toPrettyString()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void rows_are_found_and_repaired_by_keys_of_each_type(ReconcileTest.Copy copy) throws Exception {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("bytea", "decode(lpad(to_hex(i), 4, '0'), 'hex')");
    keys.put("float8", "i / 10.0");
    keys.put("float4", "i * 1.1");
    keys.put("uuid", "md5(i::text)::uuid");
    keys.put("timestamptz", "'2024-01-01'::timestamptz + i * interval '1.000001 s'");
    keys.put("date", "'2024-01-01'::date + i");
    keys.put("numeric", "i / 100.0");
    keys.put("boolean, n int", "i % 2 = 0, i");
    keys.put("text", "chr(96 + i) || upper(chr(96 + i)) || ' ''é'");
    keys.put("text collate \"C\", n bytea", "'a', decode(lpad(to_hex(i), 2, '0'), 'hex')");
    List<String> tables = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      String name = "t" + number++;
      tables.add(name);
      String columns = key.getKey().contains(", n") ? "k, n" : "k";
      database.sql(
          "create table "
              + name
              + " (k "
              + key.getKey()
              + ", v int, primary key ("
              + columns
              + "))",
          "insert into "
              + name
              + " select "
              + key.getValue()
              + ", i from generate_series(1, 20) i");
    }
    Target target = pipeline(copy);
    Command.in(folder).run("run", SHOP, "--once").ok();
    assertThat(reconcile().path("equal").asBoolean()).as(reconcile().toPrettyString()).isTrue();
    for (String name : tables) {
      database.sql("delete from " + name + " where v = 3");
      target.execute("delete from " + name + " where v = 7");
      target.execute("update " + name + " set v = 0 where v = 9");
    }

    JsonNode found = reconcile();

    for (JsonNode table : found.path("tables")) {
      assertThat(
              table.path("missing").asInt()
                  + " "
                  + table.path("extra").asInt()
                  + " "
                  + table.path("different").asInt())
          .as(keys.keySet() + table.toPrettyString())
          .isEqualTo("1 1 1");
    }
    assertThat(found.path("tables").size()).isEqualTo(tables.size());
    CompletableFuture<Command.Result> end = Command.in(folder).start(SHOP);
    try {
      JsonNode repaired = reconcile("--repair", "--yes");
      assertThat(repaired.path("equal").asBoolean()).as(repaired.toPrettyString()).isTrue();
    } finally {
      Command.in(folder).run("stop", SHOP);
      end.get(30, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rows_whose_keys_a_copy_may_not_be_able_to_hold_are_missing_there(ReconcileTest.Copy copy) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("date", "'2024-01-01', 'infinity', '0044-03-15 BC'");
    keys.put("float4", "1.5, 'NaN', '-Infinity'");
    keys.put("float8", "1.5, 'NaN', 'Infinity'");
    keys.put("int", "1, 2, 3");
    keys.put("numeric(10,2)", "1.5, 'NaN', 7");
    keys.put("timestamp", "'2024-01-01', 'infinity', '-infinity'");
    List<String> rows = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      String name = "t" + number++;
      String[] values = key.getValue().split(", ");
      database.sql(
          "create table " + name + " (k " + key.getKey() + " primary key)",
          "insert into " + name + " values (" + values[0] + ")");
      rows.add("insert into " + name + " values (" + values[1] + "), (" + values[2] + ")");
    }
    pipeline(copy);
    Command.in(folder).run("run", SHOP, "--once").ok();
    database.sql(rows.toArray(new String[0]));

    JsonNode found = reconcile();

    for (JsonNode table : found.path("tables")) {
      assertThat(table.path("missing").asInt()).as(table.toPrettyString()).isEqualTo(2);
    }
    assertThat(found.path("tables").size()).isEqualTo(keys.size());
    assertThat(found.path("not_compared").asInt()).isZero();
  }

  private JsonNode reconcile(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("reconcile", SHOP, "-o", "json", "--range", "1"));
    arguments.addAll(List.of(more));
    return Command.in(folder).run(arguments.toArray(new String[0])).json();
  }

  private Target pipeline(ReconcileTest.Copy copy) {
    Target target = copy.in(folder);
    Map<String, String> source = new HashMap<>(database.debeziumConfig());
    source.put("slot.name", "rec_" + database.name());
    source.put("publication.name", "rec_" + database.name());
    source.put("publication.autocreate.mode", "filtered");
    source.put("topic.prefix", "shop");
    source.put("schema.include.list", "public");
    Map<String, String> sink = new HashMap<>(target.login());
    sink.put("url", target.url());
    new PipelineFile("shop")
        .source("postgres", source)
        .sink("copy", "table", sink)
        .retryingSoon()
        .writeTo(folder);
    return target;
  }
}
