package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code sluice} in a source tree that nobody has built, with a Maven that pretends. */
class LauncherTest {
  /** Says when it begins and ends, takes its time, and makes what the launcher runs. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo begin >> builds
      sleep 1
      mkdir -p dist/target/sluice/lib
      : > dist/target/sluice/lib/sluice-cli-1.jar
      echo end >> builds
      """;

  @TempDir Path folder;
  private Path tree;

  @BeforeEach
  void sourceTree() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree"));
    Files.copy(
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("sluice"),
        tree.resolve("sluice"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Path programs = Files.createDirectories(folder.resolve("programs/bin"));
    executable(programs.resolve("mvn"), MAVEN);
    executable(programs.resolve("java"), "#!/bin/sh\necho ran\n");
  }

  @Test
  void two_commands_at_once_in_a_fresh_tree_build_once() throws Exception {
    List<Process> commands = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      commands.add(sluice());
    }

    for (Process command : commands) {
      assertThat(ended(command)).endsWith("ran\n");
    }
    assertThat(builds()).containsExactly("begin", "end");
  }

  @Test
  void a_change_of_a_source_builds_again() throws Exception {
    ended(sluice());
    Path source = Files.createDirectories(tree.resolve("cli/src/main")).resolve("Main.java");
    Files.writeString(source, "class Main {}");
    Files.setLastModifiedTime(
        source,
        java.nio.file.attribute.FileTime.fromMillis(
            Files.getLastModifiedTime(tree.resolve("dist/target/sluice/.built")).toMillis()
                + 2_000));

    ended(sluice());

    assertThat(builds()).containsExactly("begin", "end", "begin", "end");
  }

  @Test
  void a_build_that_was_killed_does_not_keep_the_next_one_waiting() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(
        Files.createDirectories(tree.resolve("dist/target")).resolve(".building"),
        Path.of(Long.toString(gone.pid())));

    assertThat(ended(sluice())).endsWith("ran\n");
    assertThat(builds()).containsExactly("begin", "end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm -f $1; look $@", "look $@; rm -f $1"})
  void an_archive_of_classes_that_another_start_takes_first_stops_nothing(String race)
      throws Exception {
    ended(sluice());
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path archive = tree.resolve("dist/target/sluice/lib/sluice.jsa." + gone.pid());
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(20_000_000);
    }
    executable(
        folder.resolve("programs/bin/find"),
        """
        #!/bin/sh
        PATH=${PATH#*:}
        look() { find "$@"; }
        case $1 in *.jsa.*) RACE ;; *) look "$@" ;; esac
        """
            .replace("RACE", race));

    assertThat(ended(sluice())).isEqualTo("ran\n");
    assertThat(archive).doesNotExist();
  }

  private Process sluice() throws IOException {
    ProcessBuilder command = new ProcessBuilder("sh", tree.resolve("sluice").toString(), "version");
    Path programs = folder.resolve("programs");
    command.environment().put("JAVA_HOME", programs.toString());
    command
        .environment()
        .merge("PATH", programs.resolve("bin").toString(), (old, own) -> own + ":" + old);
    return command.redirectErrorStream(true).start();
  }

  /** What it printed; it must have succeeded. */
  private static String ended(Process command) throws Exception {
    if (!command.waitFor(60, TimeUnit.SECONDS)) {
      command.destroyForcibly();
    }
    String output = new String(command.getInputStream().readAllBytes());
    assertThat(command.waitFor()).as(output).isZero();
    return output;
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(tree.resolve("builds"));
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
