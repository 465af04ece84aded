package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.Distribution;
import io.sluice.acceptance.run.Target;
import io.sluice.cli.reconcile.KnownSettings;
import io.sluice.plugin.Plugins;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies that are kept otherwise than by default, and reconciliations of other kinds. */
@Tag("long")
class ReconcileSettingsTest extends ReconcileCase {
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
}
