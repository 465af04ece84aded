package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Distribution;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher in a process of its own, and the signals that a terminal or a service manager sends.
 */
class SignalsTest {
  private static final String SHOP = "shop.yaml";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private Command sluice;

  @BeforeEach
  void aShop() {
    database.sql(
        "create table orders (id int primary key)",
        "insert into orders select generate_series(1, 100)");
    sluice = Command.in(folder);
    sluice.init(database, SHOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void a_signal_stops_cleanly_with_everything_committed(String signal) throws Exception {
    Process process = launch();
    sluice.awaitAnswer("select count(*) from orders", SHOP, "100");
    send(signal, process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said()).isZero();
    assertThat(said()).contains("Stopped: 100 rows delivered");
    assertThat(sluice.run("status", SHOP).ok().out()).contains("stopped");
  }

  @Test
  void a_killed_process_is_told_as_such_and_the_next_run_resumes() throws Exception {
    Process process = launch();
    sluice.awaitAnswer("select count(*) from orders", SHOP, "100");
    send("KILL", process);
    process.waitFor(30, TimeUnit.SECONDS);
    database.sql("insert into orders values (101)");

    Command.Result status = sluice.run("status", SHOP);
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("died", "resumes from the last checkpoint");
    sluice.run("run", SHOP, "--once").ok();
    assertThat(sluice.ask("select count(*) from orders", SHOP)).isEqualTo("101");
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Distribution.command().toString(), "run", SHOP)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile());
    builder.environment().put("SLUICE_PASSWORD", "postgres");
    builder.environment().put("SLUICE_OPTS", "-XX:TieredStopAtLevel=1");
    return builder.start();
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said.txt"));
  }
}
