package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.Distribution;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.cli.reconcile.KnownSettings;
import io.sluice.plugin.Plugins;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies that are kept otherwise than by default, and reconciliations of other kinds. */
class ReconcileSettingsTest {
  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_row_that_is_marked_as_deleted_is_none(ReconcileTest.Copy copy) throws Exception {
    Target target = copy.in(folder);
    database.sql(
        "create table orders (id int primary key, n int)",
        "insert into orders select i, i from generate_series(1, 10) i");
    pipeline("shop", target, Map.of("delete.mode", "soft", "metadata.columns", "load_time"));
    sluice("run", "shop.yaml", "--once").ok();
    database.sql("delete from orders where id = 3");
    sluice("run", "shop.yaml", "--once").ok();
    assertThat(target.number("select count(*) from orders")).isEqualTo(10);
    assertThat(kinds("shop")).containsExactly("0 0 0");

    target.execute("update orders set _deleted_at = null where id = 3");
    target.execute("update orders set _deleted_at = '2024-01-01 00:00:00' where id = 4");

    assertThat(kinds("shop")).containsExactly("1 1 0");
  }

  @ParameterizedTest
  @EnumSource
  void of_a_history_the_current_versions_are_compared(ReconcileTest.Copy copy) throws Exception {
    Target target = copy.in(folder);
    database.sql(
        "create table orders (id int primary key, n int)",
        "insert into orders select i, i from generate_series(1, 10) i");
    pipeline("shop", target, Map.of("mode", "history"));
    sluice("run", "shop.yaml", "--once").ok();
    database.sql("update orders set n = 0 where id = 4", "delete from orders where id = 3");
    sluice("run", "shop.yaml", "--once").ok();
    assertThat(target.number("select count(*) from orders")).isEqualTo(11);
    assertThat(kinds("shop")).containsExactly("0 0 0");

    target.execute("update orders set n = 1 where id = 4 and is_current");
    target.execute("update orders set n = 1 where id = 4 and not is_current");
    target.execute("update orders set is_current = false where id = 5");
    target.execute("update orders set is_current = true where id = 3");

    assertThat(kinds("shop")).containsExactly("1 1 1");
  }

  @ParameterizedTest
  @EnumSource
  void columns_of_other_names_are_compared(ReconcileTest.Copy copy) throws Exception {
    Target target = copy.in(folder);
    database.sql(
        "create table \"orderLines\" (\"orderId\" int primary key, \"theNote\" text, mail text)",
        "insert into \"orderLines\" select i, 'a', 'b' from generate_series(1, 10) i");
    pipeline(
        "shop",
        target,
        Map.of(
            "table.case", "snake",
            "column.case", "snake",
            "column.name.format", "c_${column}",
            "column.rename.order_lines", "mail:address",
            "on.incompatible", "variant"));
    sluice("run", "shop.yaml", "--once").ok();
    assertThat(kinds("shop")).containsExactly("0 0 0");

    target.execute("update order_lines set c_the_note = 'c' where c_order_id = 3");
    target.execute("update order_lines set address = 'c' where c_order_id = 4");
    target.execute("delete from order_lines where c_order_id = 5");

    assertThat(kinds("shop")).containsExactly("1 0 2");
    JsonNode found = reconcile("shop");
    assertThat(found.at("/tables/0/left_out").size()).as(found.toPrettyString()).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRES") // where it is another column
  void a_column_that_was_renamed_in_its_case_only_is_compared(ReconcileTest.Copy copy)
      throws Exception {
    Target target = copy.in(folder);
    database.sql(
        "create table orders (id int primary key, b text)", "insert into orders values (1, 'a')");
    pipeline("shop", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();
    database.sql("alter table orders rename column b to \"B\"");
    assertThat(reconcile("shop").at("/tables/0/left_out").size()).isZero();
    database.sql("insert into orders values (2, 'a')");
    sluice("run", "shop.yaml", "--once").ok();
    assertThat(kinds("shop")).containsExactly("0 0 0");

    target.execute("update orders set b = 'c' where id = 2");

    assertThat(kinds("shop")).containsExactly("0 0 1");
    assertThat(reconcile("shop").at("/tables/0/left_out").size()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_table_is_compared_as_it_was_written_whatever_is_set_since(ReconcileTest.Copy copy)
      throws Exception {
    Target target = copy.in(folder);
    database.sql(
        "create table orders (id int primary key, n int, note text)",
        "insert into orders select i, i, 'a' from generate_series(1, 10) i");
    pipeline(
        "shop",
        target,
        Map.of(
            "delete.mode", "soft",
            "metadata.prefix", "sluice_",
            "column.rename.orders", "n:number,id:no"));
    sluice("run", "shop.yaml", "--once").ok();
    database.sql("delete from orders where id = 3");
    sluice("run", "shop.yaml", "--once").ok();
    pipeline("shop", target, Map.of("column.case", "upper"));
    assertThat(kinds("shop")).containsExactly("0 0 0");

    target.execute("update orders set number = 0 where no = 4");

    assertThat(kinds("shop")).containsExactly("0 0 1");
    assertThat(reconcile("shop").at("/tables/0/left_out").size()).isZero();
  }

  @Test
  void rows_that_were_kept_otherwise_are_not_compared() {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql("create table a (id int primary key)", "insert into a values (1)");
    pipeline("shop", target, Map.of("delete.mode", "ignore"));
    sluice("run", "shop.yaml", "--once").ok();
    pipeline("shop", target, Map.of());

    Command.Result found = sluice("reconcile", "shop.yaml");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("not compared, the sink has written it as 'upsert without deletes'");
  }

  @Test
  void a_copy_whose_table_is_gone_is_told() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table a (id int primary key)",
        "create table b (id int primary key)",
        "insert into a values (1)",
        "insert into b values (1)");
    pipeline("shop", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();
    database.sql("drop table b");

    Command.Result found = sluice("reconcile", "shop.yaml").ok();

    assertThat(found.err())
        .contains("copy: \"b\" has rows of topic shop.public.b, which no captured table");
  }

  @Test
  void marks_of_transactions_are_no_copy_of_a_table_and_are_not_told() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql("create table a (id int primary key)", "insert into a values (1)");
    file("shop", target, Map.of(), Map.of("provide.transaction.metadata", "true")).writeTo(folder);
    sluice("run", "shop.yaml", "--once").ok();
    database.sql("insert into a values (2)");
    sluice("run", "shop.yaml", "--once").ok();
    assertThat(target.number("select count(*) from transaction")).isPositive();

    Command.Result found = sluice("reconcile", "shop.yaml").ok();

    assertThat(found.err()).doesNotContain("transaction");
  }

  @Test
  void a_table_whose_question_is_refused_hides_no_other() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table a (id int primary key)",
        "create table b (id int primary key)",
        "insert into a values (1)",
        "insert into b values (1)");
    pipeline("shop", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();
    target.execute("alter table a rename to hidden");
    target.execute("create view a as select 1 / (id - id) as id from hidden");

    Command.Result found = sluice("reconcile", "shop.yaml");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("public.a: not compared, a question was not answered (SQL state 22012")
        .contains("What was compared is equal. Not compared: 1 of 2 tables");
  }

  @Test
  void every_setting_of_the_sink_was_thought_of() {
    Set<String> known = new HashSet<>(KnownSettings.READ);
    known.addAll(KnownSettings.HARMLESS);
    Set<String> all = new HashSet<>(known);
    all.addAll(KnownSettings.OF_THE_DATABASE);
    try (Plugins plugins = Plugins.of(List.of(Distribution.plugins()))) {
      Set<String> names =
          plugins.newSinkConnector("table").instance().config().names().stream()
              .map(name -> name.replace("(.+)", ""))
              .collect(Collectors.toSet());

      assertThat(all).as("thought of").containsAll(names);
      assertThat(names).as("settings of the sink").containsAll(known);
    }
  }

  @Test
  void a_table_of_several_topics_is_refused_and_not_repaired() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table a (id int primary key)",
        "create table b (id int primary key)",
        "insert into a values (1)",
        "insert into b values (2)");
    pipeline("shop", target, Map.of("table.name.format", "all_of_them"));
    sluice("run", "shop.yaml", "--once").ok();

    CompletableFuture<Command.Result> end = Command.in(folder).start("shop.yaml");
    Command.Result found;
    try {
      found = sluice("reconcile", "shop.yaml", "--repair", "--yes");
    } finally {
      sluice("stop", "shop.yaml");
      end.get(30, TimeUnit.SECONDS);
    }

    assertThat(target.number("select count(*) from all_of_them")).isEqualTo(2);
    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("not compared, rows of several topics are in \"all_of_them\"")
        .contains("shop.public.a, shop.public.b");
  }

  @Test
  void a_table_of_several_tables_of_the_source_is_refused_and_not_repaired() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table orders_1 (id int primary key)",
        "create table orders_2 (id int primary key)",
        "insert into orders_1 values (1)",
        "insert into orders_2 values (2)");
    Map<String, String> router =
        Map.of("type", "RegexRouter", "regex", "(.*)_\\d", "replacement", "$1");
    file("shop", target, Map.of(), Map.of()).transform(router).writeTo(folder);
    sluice("run", "shop.yaml", "--once").ok();

    CompletableFuture<Command.Result> end = Command.in(folder).start("shop.yaml");
    List<Command.Result> found = new ArrayList<>();
    try {
      found.add(sluice("reconcile", "shop.yaml", "--repair", "--yes"));
      found.add(
          sluice("reconcile", "shop.yaml", "--repair", "--yes", "--table", "public.orders_1"));
    } finally {
      sluice("stop", "shop.yaml");
      end.get(30, TimeUnit.SECONDS);
    }
    // The sink remembers it where the pipeline captures one of them only, by now.
    file("shop", target, Map.of(), Map.of("table.include.list", "public.orders_1"))
        .transform(router)
        .writeTo(folder);
    Command.Result later = sluice("reconcile", "shop.yaml");

    assertThat(target.number("select count(*) from orders")).isEqualTo(2);
    assertThat(found)
        .allSatisfy(
            result ->
                assertThat(result.out())
                    .contains(
                        "public.orders_1: not compared, rows of other tables of the source come in"
                            + " its topic shop.public.orders (public.orders_2)"));
    assertThat(found).extracting(Command.Result::code).containsOnly(1);
    assertThat(later.out())
        .contains(
            "not compared, rows of other tables of the source are in \"orders\""
                + " (public.orders_2)");
  }

  @Test
  void a_table_whose_partitions_are_brought_together_is_compared() {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table orders (id int primary key, n int) partition by range (id)",
        "create table orders_1 partition of orders for values from (0) to (10)",
        "create table orders_2 partition of orders for values from (10) to (20)",
        "insert into orders select i, i from generate_series(1, 19) i");
    file("shop", target, Map.of(), Map.of("publish.via.partition.root", "false"))
        .transform(Map.of("type", "RegexRouter", "regex", "(.*)_\\d", "replacement", "$1"))
        .writeTo(folder);
    sluice("run", "shop.yaml", "--once").ok();

    sluice("reconcile", "shop.yaml").ok();
  }

  @Test
  void a_table_of_several_pipelines_is_refused() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql("create table a (id int primary key)", "insert into a values (1)");
    pipeline("shop", target, Map.of());
    pipeline("other", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();
    sluice("run", "other.yaml", "--once").ok();

    Command.Result found = sluice("reconcile", "shop.yaml");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("not compared, rows of several pipelines are in \"a\" (other-copy, shop-copy)");
  }

  @Test
  void a_sink_that_does_not_answer_hides_no_other() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    Target other = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table a (id int primary key)",
        "create table b (id int primary key)",
        "insert into a values (1)");
    file("shop", target, Map.of(), Map.of())
        .sink("another", "table", Map.of("url", other.url()))
        .writeTo(folder);
    sluice("run", "shop.yaml", "--once").ok();
    target.execute("alter table _sluice_offsets rename column topic to subject");

    Command.Result found = sluice("reconcile", "shop.yaml");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("copy, public.a: not compared, a question was not answered (SQL state 42703,")
        .contains("copy, public.b: not compared, a question was not answered (SQL state 42703,")
        .containsPattern("another +public.a +1 +1 .* equal");
  }

  @Test
  void a_sink_that_keeps_no_copies_hides_no_other() {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    Target other = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql("create table a (id int primary key)", "insert into a values (1)");
    file("shop", target, Map.of("mode", "append"), Map.of())
        .sink("another", "table", Map.of("url", other.url()))
        .writeTo(folder);
    sluice("run", "shop.yaml", "--once").ok();

    Command.Result found = sluice("reconcile", "shop.yaml");

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.out())
        .contains("copy, public.a: not compared, sink copy has mode append")
        .containsPattern("another +public.a +1 +1 .* equal");
    sluice("reconcile", "shop.yaml", "--sink", "another").ok();
  }

  @Test
  void the_hash_of_a_key_is_another_one_in_each_run() throws Exception {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql("create table a (id int primary key)", "insert into a values (3)");
    pipeline("shop", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();
    target.execute("delete from a");

    String first = reconcile("shop").at("/tables/0/differences/0/key_hash").asText();
    String second = reconcile("shop").at("/tables/0/differences/0/key_hash").asText();

    assertThat(first).matches("[0-9a-f]{16}").isNotEqualTo(second);
    assertThat(first).doesNotStartWith("eccbc87e"); // of the MD5 of 3
  }

  @Test
  void a_table_can_be_left_out() {
    Target target = ReconcileTest.Copy.POSTGRES.in(folder);
    database.sql(
        "create table a (id int primary key)",
        "create table b (n int)",
        "insert into b values (1)",
        "alter table b replica identity full");
    pipeline("shop", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();

    assertThat(sluice("reconcile", "shop.yaml").code()).isEqualTo(1);
    sluice("reconcile", "shop.yaml", "--exclude-table", "public.b").ok();
    assertThat(sluice("reconcile", "shop.yaml", "--exclude-table", "public.c").err())
        .contains("--exclude-table: the source captures no table 'public.c'");
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRES", "SQLITE"})
  void a_killed_comparison_goes_on_where_it_was(ReconcileTest.Copy copy) throws Exception {
    Target target = copy.in(folder);
    database.sql(
        "create table first (id int primary key)",
        "insert into first values (1)",
        "create table large (id int primary key, n int)",
        "insert into large select i, i from generate_series(1, 20000) i");
    pipeline("shop", target, Map.of());
    sluice("run", "shop.yaml", "--once").ok();
    target.execute("delete from large where id = 7");
    Target ledger = new Target("jdbc:sqlite:" + folder.resolve(".sluice/state.db"));
    Process comparing = comparing("--range", "500", "--rate", "2000");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .ignoreExceptions() // before its table is made
          .until(
              () ->
                  ledger.number(
                          "select count(*) from reconcile_table"
                              + " where progress like '%\"above\":\"1%'")
                      > 0);
    } finally {
      comparing.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    // Behind what was compared, where it is not seen, and before, where it is.
    target.execute("delete from large where id = 8");
    target.execute("delete from large where id = 19999");

    JsonNode found = reconcile("shop", "--show-keys", "--resume");

    assertThat(found.findValuesAsText("id"))
        .as(found.toPrettyString())
        .containsExactlyInAnyOrder("7", "19999");
    assertThat(found.findValuesAsText("source_rows")).containsExactly("1", "20000");
    assertThat(ledger.number("select count(*) from reconcile_table")).isZero();
  }

  private Process comparing(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Distribution.plugins().resolve("../bin/sluice").normalize().toString(),
                "reconcile",
                "shop.yaml"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SLUICE_PASSWORD", "postgres");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("reconcile.out").toFile())
        .start();
  }

  private List<String> kinds(String pipeline) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode table : reconcile(pipeline).path("tables")) {
      kinds.add(
          table.path("missing").asInt()
              + " "
              + table.path("extra").asInt()
              + " "
              + table.path("different").asInt());
    }
    return kinds;
  }

  private JsonNode reconcile(String pipeline, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("reconcile", pipeline + ".yaml", "-o", "json"));
    arguments.addAll(List.of(more));
    return sluice(arguments.toArray(new String[0])).json();
  }

  private Command.Result sluice(String... arguments) {
    return Command.in(folder).run(arguments);
  }

  private void pipeline(String name, Target target, Map<String, String> settings) {
    file(name, target, settings, Map.of()).writeTo(folder);
  }

  private PipelineFile file(
      String name, Target target, Map<String, String> settings, Map<String, String> more) {
    Map<String, String> source = new HashMap<>(database.debeziumConfig());
    source.put("slot.name", name + "_" + database.name());
    source.put("publication.name", name + "_" + database.name());
    source.put("publication.autocreate.mode", "filtered");
    source.put("topic.prefix", "shop");
    source.put("schema.include.list", "public");
    source.putAll(more);
    Map<String, String> sink = new HashMap<>(target.login());
    sink.put("url", target.url());
    sink.putAll(settings);
    return new PipelineFile(name)
        .source("postgres", source)
        .sink("copy", "table", sink)
        .retryingSoon();
  }
}
