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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code examples/} does what its README says. Only the addresses of servers and
 * files are replaced; the answers that a README shows are compared with what comes out.
 */
class ExamplesTest {
  @TempDir Path temporary;

  static List<Example> examples() throws IOException {
    return Example.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_gives_the_answers_that_its_readme_shows(Example example) throws IOException {
    PostgresDatabase source = PostgresServer.shared().newDatabase();
    Path folder = example.copied(temporary, source);
    Command sluice =
        new Command(folder, Map.of("SHOP_PASSWORD", "postgres", "PII_KEY", "the key of this test"));

    Example.execute(source, folder.resolve("source.sql"));
    run(sluice, "validate", Example.PIPELINE);
    run(sluice, "run", Example.PIPELINE, "--once", "--idle", "2");
    if (Example.execute(source, folder.resolve("change.sql"))) {
      run(sluice, "run", Example.PIPELINE, "--once");
    }

    List<Example.Question> questions = example.questions();
    assertThat(questions).isNotEmpty();
    for (Example.Question question : questions) {
      assertThat(run(sluice, question.arguments().toArray(String[]::new)).out())
          .as("%s", question.arguments())
          .isEqualTo(question.answer());
    }
    assertThat(run(sluice, "dlq", "ls", Example.PIPELINE).out()).contains("No dead letters.");
  }

  @Test
  void every_example_is_in_the_list_of_examples() throws IOException {
    String list = Files.readString(Example.FOLDER.resolve("README.md"));
    for (Example example : examples()) {
      assertThat(list).contains("(" + example.name() + "/README.md)");
    }
  }

  /** With the plugin path that an example of a foreign connector asks for. */
  private static Command.Result run(Command sluice, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--plugin-path");
    all.add(Example.FOREIGN.toString());
    return sluice.run(all.toArray(String[]::new)).ok();
  }
}
