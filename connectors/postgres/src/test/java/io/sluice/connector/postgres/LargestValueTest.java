package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.LargestValue;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest value that PostgreSQL can store and send, in a JVM with a heap for it. */
@Tag("long")
class LargestValueTest {
  /** A row in a table and a message to a client have less than a gigabyte, with all their parts. */
  private static final int LARGEST = (1 << 30) - 100;

  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.start();
  private final PostgresDatabase database = server.newDatabase("shop");

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"text|repeat('x', %d)", "bytea|convert_to(repeat('x', %d), 'UTF8')"})
  void a_value_of_a_gigabyte_is_read_from_its_table_and_from_the_stream(String type, String value)
      throws Exception {
    String made = value.formatted(LARGEST);
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, body " + type + ")",
        "INSERT INTO t VALUES (1, " + made + ")");

    String said = read("INSERT INTO t SELECT 2, body FROM t");

    String whole = LARGEST + " " + (long) LARGEST * 'x';
    assertThat(said).contains("snapshot " + whole, "stream " + whole);
  }

  private String read(String statement) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx6g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargestValue.class.getName(),
                database.jdbcUrl(),
                statement));
    TestSource.config(database).forEach((name, set) -> command.add(name + "=" + set));
    command.add("database.port=" + server.port());
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(4, TimeUnit.MINUTES);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as("ended in time\n%s", said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
