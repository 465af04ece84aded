package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code examples/} does what its README says. Only the addresses of servers and
 * files are replaced; the answers that a README shows are compared with what comes out.
 */
class ExamplesTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path EXAMPLES = BASE.resolveSibling("examples");
  private static final String PIPELINE = "pipeline.yaml";

  /** A question to the copy and, in the next block, its answer. */
  private static final Pattern QUESTION =
      Pattern.compile("(?ms)^```sh\\nsluice (sql .*?)\\n```\\n\\n```text\\n(.*?)^```$");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[^ \"]+");

  @TempDir Path temporary;

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_gives_the_answers_that_its_readme_shows(Path example) throws IOException {
    Path folder = copied(example);
    PostgresDatabase source = PostgresServer.shared().newDatabase();
    adapt(folder, source);
    Command sluice =
        new Command(folder, Map.of("SHOP_PASSWORD", "postgres", "PII_KEY", "the key of this test"));

    execute(source, folder.resolve("source.sql"));
    run(sluice, "validate", PIPELINE);
    run(sluice, "run", PIPELINE, "--once", "--idle", "2");
    if (execute(source, folder.resolve("change.sql"))) {
      run(sluice, "run", PIPELINE, "--once");
    }

    List<Question> questions = questions(example);
    assertThat(questions).isNotEmpty();
    for (Question question : questions) {
      assertThat(run(sluice, question.arguments().toArray(String[]::new)).out())
          .as("%s", question.arguments())
          .isEqualTo(question.answer());
    }
    assertThat(run(sluice, "dlq", "ls", PIPELINE).out()).contains("No dead letters.");
  }

  @Test
  void every_example_is_in_the_list_of_examples() throws IOException {
    String list = Files.readString(EXAMPLES.resolve("README.md"));
    for (Path example : examples()) {
      assertThat(list).contains("(" + example.getFileName() + "/README.md)");
    }
  }

  /** With the plugin path that an example of a foreign connector asks for. */
  private static Command.Result run(Command sluice, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--plugin-path");
    all.add(BASE.resolve("target/foreign/connect-file").toString());
    return sluice.run(all.toArray(String[]::new)).ok();
  }

  private Path copied(Path example) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(example.getFileName().toString()));
    try (Stream<Path> files = Files.list(example)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static void adapt(Path folder, PostgresDatabase source) throws IOException {
    Path file = folder.resolve(PIPELINE);
    String text = Files.readString(file);
    if (text.contains("/warehouse")) {
      PostgresDatabase target = PostgresServer.shared().newDatabase();
      text =
          text.replace(
              "localhost:5432/warehouse",
              target.server().host() + ":" + target.server().port() + "/" + target.name());
    }
    Files.writeString(
        file,
        text.replace("database.port: 5432", "database.port: " + source.server().port())
            .replace("database.dbname: shop", "database.dbname: " + source.name())
            // A slot belongs to the whole server, which all tests share.
            .replaceAll("slot.name: \\S+", "slot.name: " + source.name())
            .replace("file: visits.txt", "file: " + folder.resolve("visits.txt")));
  }

  private static boolean execute(PostgresDatabase source, Path script) throws IOException {
    if (!Files.exists(script)) {
      return false;
    }
    source.sql(Files.readString(script));
    return true;
  }

  private record Question(List<String> arguments, String answer) {}

  private static List<Question> questions(Path example) throws IOException {
    List<Question> questions = new ArrayList<>();
    Matcher block = QUESTION.matcher(Files.readString(example.resolve("README.md")));
    while (block.find()) {
      List<String> arguments = new ArrayList<>();
      Matcher word = WORD.matcher(block.group(1));
      while (word.find()) {
        arguments.add(word.group(1) == null ? word.group() : word.group(1));
      }
      arguments.add("-p");
      arguments.add(PIPELINE);
      questions.add(new Question(arguments, block.group(2)));
    }
    return questions;
  }
}
