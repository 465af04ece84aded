package io.sluice.acceptance.served;

import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.PostgresDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A project's folder that {@code sluice up} serves, at one address over all of its lives. */
final class ServedProject implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(90);
  private static final String TOKEN = "Token ";

  private final Path folder;
  private final int port = FreePort.claim();
  private SluiceProcess process;
  private final ServerApi api;

  private ServedProject(Path folder) {
    this.folder = folder;
    this.process = launch();
    String token =
        process
            .output()
            .lines()
            .filter(line -> line.startsWith(TOKEN))
            .map(line -> line.substring(TOKEN.length()).strip())
            .findFirst()
            .orElseThrow();
    this.api = new ServerApi(URI.create("http://127.0.0.1:" + port), token);
  }

  /** Starts it for the first time, and waits until it says that it is ready. */
  static ServedProject start(Path folder) {
    return new ServedProject(folder);
  }

  private SluiceProcess launch() {
    SluiceProcess launched =
        SluiceProcess.launch(folder, "-Xmx512m", List.of("up", "--port", Integer.toString(port)));
    try {
      Awaitility.await()
          .atMost(SOON)
          .until(() -> launched.output().contains("Ctrl-C stops") || !launched.isAlive());
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("It does not start: " + launched.output(), late);
    }
    if (!launched.isAlive()) {
      throw new AssertionError("It ended: " + launched.output());
    }
    return launched;
  }

  /** As an administrator asks it. */
  ServerApi api() {
    return api;
  }

  /** With {@code kill -9}. */
  void kill() {
    process.kill();
  }

  void startAgain() {
    process = launch();
  }

  /** In order; gives its exit code. */
  int stop() throws InterruptedException {
    return process.stop();
  }

  /** Takes away what a pipeline has left on the server of its source. */
  static void dropSlot(PostgresDatabase source, String slot) {
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions() // Its sender ends meanwhile.
        .untilAsserted(
            () ->
                source.sql(
                    "select pg_terminate_backend(active_pid) from pg_replication_slots where"
                        + " slot_name = '"
                        + slot
                        + "' and active_pid is not null",
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where"
                        + " slot_name = '"
                        + slot
                        + "' and database = current_database()"));
  }

  @Override
  public void close() {
    process.close();
  }
}
