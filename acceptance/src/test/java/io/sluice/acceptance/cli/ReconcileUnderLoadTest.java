package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies are held against a source that is never quiet. */
@Tag("long")
class ReconcileUnderLoadTest {
  private static final String SHOP = "shop.yaml";
  private static final int COMPARISONS = 10;

  /** Enough that rows change while they are compared, and that two cores keep up. */
  private static final int TRANSACTIONS_A_SECOND = 40;

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  /** Whether a comparison needs a process of its own beside the pipeline's: both open the file. */
  private boolean alone;

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void no_difference_is_invented_and_a_real_one_is_found_and_repaired(ReconcileTest.Copy copy)
      throws Exception {
    Target target = copy.in(folder);
    alone = copy == ReconcileTest.Copy.SQLITE;
    pipeline(target);
    Workload workload = Workload.open(database, 11, 3_000);
    sluice().run("run", SHOP, "--once").ok();
    workload.start(TRANSACTIONS_A_SECOND);
    CompletableFuture<Command.Result> end = sluice().start(SHOP);
    try {
      long before = workload.transactions();
      for (int i = 0; i < COMPARISONS; i++) {
        assertEqual(reconcile());
      }
      assertThat(workload.transactions()).as("it was under load").isGreaterThan(before + 20);

      // A file belongs to the process that writes it: the pipeline rests while it is damaged.
      stop(end);
      plant(target);
      end = sluice().start(SHOP);
      JsonNode found = reconcile("--show-keys").json();
      assertThat(differences(found))
          .as(found.toPrettyString())
          .containsExactlyInAnyOrder(
              "missing {\"seq\":\"3\"}",
              "different {\"seq\":\"4\"}",
              "extra {\"seq\":\"-7\"}",
              "extra {\"order_id\":\"-1\",\"line\":\"1\"}");

      assertEqual(reconcile("--repair", "--yes"));
      assertEqual(reconcile());

      workload.stop();
      assertEqual(reconcile());
    } finally {
      workload.close();
      stop(end);
    }
    assertThat(target.differencesFrom(database)).isEmpty();
  }

  /** Rows that the workload leaves alone, so that it does not heal them itself. */
  private static void plant(Target target) throws Exception {
    target.execute("delete from journal where seq = 3");
    target.execute("update journal set what = 'else' where seq = 4");
    target.execute("insert into journal (seq, what) values (-7, 'nobody')");
    target.execute(
        "insert into order_lines (order_id, line, product, quantity) values (-1,1,'',1)");
  }

  private static void assertEqual(Command.Result result) {
    JsonNode found = result.json();
    assertThat(differences(found)).as(result.toString()).isEmpty();
    assertThat(found.findValuesAsText("undecided")).as(result.toString()).containsOnly("0");
    assertThat(found.findValuesAsText("at_one_position")).containsOnly("true");
    assertThat(found.path("tables").size()).isEqualTo(Workload.TABLES.size());
    result.ok();
  }

  private static List<String> differences(JsonNode found) {
    List<String> differences = new ArrayList<>();
    for (JsonNode table : found.path("tables")) {
      for (JsonNode row : table.path("differences")) {
        differences.add(row.path("kind").asText() + " " + row.path("key"));
      }
    }
    return differences;
  }

  private void stop(CompletableFuture<Command.Result> end) throws Exception {
    sluice().run("stop", SHOP);
    end.get(30, TimeUnit.SECONDS);
  }

  private Command.Result reconcile(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("reconcile", SHOP, "-o", "json", "--range", "1000"));
    arguments.addAll(List.of(more));
    String[] all = arguments.toArray(new String[0]);
    return alone ? sluice().runAlone(all) : sluice().run(all);
  }

  private Command sluice() {
    return Command.in(folder);
  }

  private void pipeline(Target target) {
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
  }
}
