package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.SchemaVersion;
import io.sluice.registry.model.SubjectConfig;
import io.sluice.schema.SchemaType;
import io.sluice.schema.compatibility.CompatibilityLevel;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that registers is killed (SIGKILL) again and again, somewhere in what it does. What it
 * has acknowledged is there, what it has not is there as a whole or not at all, and no number is
 * given twice.
 */
@Tag("long")
@Timeout(300)
class KilledRegistryTest {
  private static final int KILLS = 12;

  @TempDir Path folder;

  @Test
  void on_sqlite() throws Exception {
    try (Place place = Place.sqlite(folder)) {
      survives(place, folder.toString());
    }
  }

  @Test
  void on_postgres() throws Exception {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Place place = Place.postgres(database)) {
      survives(place, database.jdbcUrl());
    }
  }

  /** The process that is killed: registers new schemas for ever and says each that is done. */
  static final class Registering {
    private Registering() {}

    public static void main(String[] args) throws IOException {
      Place place =
          args[0].startsWith("jdbc:") ? Place.postgres(args[0]) : Place.sqlite(Path.of(args[0]));
      FileOutputStream out = new FileOutputStream(FileDescriptor.out);
      for (int i = 0; ; i++) {
        String text = "k" + args[1] + "n" + i;
        for (String subject : List.of("all", "of" + args[1])) {
          SchemaVersion version =
              place
                  .registry()
                  .register(
                      subject, SchemaDraft.of(SchemaType.AVRO, text), false, RegistryCases.ANNA);
          // A line in one write, which is there as a whole or not at all.
          String line = subject + " " + version.version() + " " + version.id() + " " + text + "\n";
          out.write(line.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static void survives(Place place, String where) throws Exception {
    place.registry().setConfig("", SubjectConfig.of(CompatibilityLevel.NONE), RegistryCases.ANNA);
    List<String> acknowledged = new ArrayList<>();
    Random random = new Random(7);
    for (int round = 0; round < KILLS; round++) {
      acknowledged.addAll(registerUntilKilled(where, round, 5 + random.nextInt(60)));
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 5);

    Registry after = place.reopen();
    List<SchemaVersion> there = RegistryCases.listed(after, "", Deleted.INCLUDED, false, Page.ALL);
    assertThat(
            there.stream()
                .map(
                    v ->
                        v.subject()
                            + " "
                            + v.version()
                            + " "
                            + v.id()
                            + " "
                            + v.schema().content().text()))
        .containsAll(acknowledged);
    // At most the one that was under way at each kill is there beyond that.
    assertThat(there).hasSizeBetween(acknowledged.size(), acknowledged.size() + KILLS);
    Map<Integer, String> textOfId = new HashMap<>();
    for (SchemaVersion version : there) {
      String text = version.schema().content().text();
      assertThat(textOfId.merge(version.id(), text, (a, b) -> a)).isEqualTo(text);
    }
    assertThat(textOfId.keySet())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, textOfId.size()).boxed().toList());
    assertThat(after.versions("all", Deleted.INCLUDED, Page.ALL))
        .isEqualTo(IntStream.rangeClosed(1, textOfId.size()).boxed().toList());
    // Each version has its change, and no change is without its version.
    assertThat(after.changes("", Long.MAX_VALUE, Integer.MAX_VALUE)).hasSize(there.size() + 1);
  }

  private static List<String> registerUntilKilled(String where, int round, int after)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Registering.class.getName(),
                where,
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (said.size() == after) {
          // By its handle: what it said before must still be read.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.toHandle().destroyForcibly();
      process.onExit().join();
    }
    return said;
  }
}
