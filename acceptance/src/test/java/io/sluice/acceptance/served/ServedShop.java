package io.sluice.acceptance.served;

import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A shop that never rests, copied by three pipelines of one server: into two databases of
 * PostgreSQL, of which one refuses some rows of a table of its own, and into a file of SQLite.
 */
final class ServedShop implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(90);

  /** Whose file people edit. */
  static final String EDITED = "orders";

  /** Has dead letters. */
  static final String REFUSING = "ledger";

  static final List<String> PIPELINES = List.of(EDITED, REFUSING, "archive");

  /** What files describe pipelines as before anybody edits them. */
  static final String FIRST = "the first one";

  /** What the ledger's target refuses. */
  static final String POISON = "poison";

  final PostgresDatabase source = PostgresServer.shared().newDatabase();
  final Workload workload = Workload.open(source, 11, 200);
  final Path folder;
  private final Map<String, Target> targets;
  private final ServedProject server;

  /** Writes the files into an empty folder, starts the server, and waits for the tables. */
  ServedShop(Path folder) throws Exception {
    this.folder = folder;
    this.targets =
        Map.of(
            EDITED,
            Target.postgres(),
            REFUSING,
            Target.postgres(),
            "archive",
            Target.sqlite(folder, "archive"));
    source.sql("create table notes (id bigserial primary key, text text not null)");
    source.sql("insert into notes (text) values ('the first one')");
    for (String name : PIPELINES) {
      write(name);
    }
    server = ServedProject.start(folder);
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions() // The tables are made meanwhile.
        .until(() -> target(REFUSING).number("select count(*) from notes") == 1);
    target(REFUSING)
        .execute("alter table notes add constraint no_poison check (text <> '" + POISON + "')");
  }

  private void write(String name) {
    boolean refusing = name.equals(REFUSING);
    Map<String, String> config = new HashMap<>(source.debeziumConfig());
    config.put("topic.prefix", name);
    config.put("slot.name", name);
    config.put("publication.name", name);
    config.put(
        "table.include.list",
        String.join(",", Workload.TABLES.stream().map(t -> "public." + t.name()).toList())
            + (refusing ? ",public.notes" : ""));
    new PipelineFile(name)
        .source("postgres", config)
        .sink("copy", "table", Map.of("url", target(name).url()))
        .retryingSoon()
        .line("description: " + FIRST)
        .writeTo(folder);
  }

  /** As an administrator asks it; the same over all its lives. */
  ServerApi api() {
    return server.api();
  }

  Target target(String pipeline) {
    return Optional.ofNullable(targets.get(pipeline)).orElseThrow();
  }

  /** With {@code kill -9}; and starts it anew. */
  void killAndStart() {
    server.kill();
    server.startAgain();
  }

  /** In order; gives its exit code. */
  int stop() throws InterruptedException {
    return server.stop();
  }

  @Override
  public void close() {
    server.close();
    workload.close();
    PIPELINES.forEach(slot -> ServedProject.dropSlot(source, slot));
    source.close();
  }
}
