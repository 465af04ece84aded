package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 9, from outside: whatever is done with a pipeline, its password is nowhere. */
class SecretsTest {
  private static final String SECRET = "Tr0ub4dor-and-3";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Test
  void a_password_appears_in_no_output_log_or_state() throws IOException {
    database.sql("create table orders (id int primary key)", "insert into orders values (1)");
    Command sluice = new Command(folder, Map.of("SLUICE_PASSWORD", SECRET));
    sluice.init(database, "shop.yaml");
    String file = Files.readString(folder.resolve("shop.yaml"));
    Files.writeString(
        folder.resolve("down.yaml"),
        file.replace("name: " + database.name().replace('_', '-'), "name: down")
            .replaceFirst("(?m)^name: .*$", "name: down")
            .replaceFirst(
                "url: \\S+",
                "url: jdbc:postgresql://127.0.0.1:1/x?user=u&password=\\${env:SLUICE_PASSWORD}"));

    StringBuilder said = new StringBuilder();
    for (List<String> command :
        List.of(
            List.of("run", "shop.yaml", "--once", "--debug"),
            List.of("validate", "down.yaml", "--debug"),
            List.of("run", "down.yaml", "--once", "--debug"),
            List.of("doctor", "down.yaml"),
            List.of("sql", "select 1", "-p", "down.yaml", "--debug"),
            List.of("status", "down.yaml", "-o", "json"),
            List.of("offsets", "get", "shop.yaml", "-o", "json"))) {
      Command.Result result = sluice.run(command.toArray(String[]::new));
      said.append(result.out()).append(result.err());
    }

    assertThat(said.toString()).doesNotContain(SECRET).contains("down");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
            .as(path.toString())
            .doesNotContain(SECRET);
      }
    }
  }
}
