package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables that are not compared: which, why, and that they hide no other. */
@Tag("long")
class ReconcileLeftOutTest extends ReconcileCase {
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
}
