package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of connectors says what tests try, and nothing else. */
class ConnectorsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/reference/connectors.md");
  private static final String BEGIN = "<!-- tried: begin -->\n";
  private static final String END = "<!-- tried: end -->";
  private static final List<Class<?>> TESTS =
      List.of(
          DebeziumTest.class,
          DebeziumConnectorsTest.class,
          FileStreamTest.class,
          MongoConnectorsTest.class,
          MongoSourceTest.class,
          IgniteTest.class,
          IcebergTest.class,
          MirrorMakerTest.class,
          LoadedConnectorsTest.class,
          ResolvedConnectorsTest.class);

  /**
   * To renew the page: mvn -pl acceptance -am package -Dtest=ConnectorsPageTest
   * -Dsluice.renew=true.
   */
  @Test
  void the_page_has_a_line_for_everything_that_is_tried() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String current = table();
    if (Boolean.getBoolean("sluice.renew")) {
      Files.writeString(PAGE, page.substring(0, begin) + current + page.substring(end));
    }

    assertThat(Files.readString(PAGE))
        .as("renew it with -Dsluice.renew=true, see ConnectorsPageTest")
        .contains(BEGIN + current + END);
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder(
            "| connector | artifact | kind | tried | result | notes |\n"
                + "|---|---|---|---|---|---|\n");
    lines().forEach(line -> table.append(line).append('\n'));
    return table.toString();
  }

  private static Stream<String> lines() {
    return TESTS.stream()
        .flatMap(
            test ->
                Arrays.stream(test.getDeclaredMethods())
                    .sorted(Comparator.comparing(Method::getName))
                    .map(method -> method.getAnnotation(Tried.class))
                    .filter(Objects::nonNull))
        .map(ConnectorsPageTest::line);
  }

  private static String line(Tried tried) {
    return String.join(
        " | ",
        "| " + tried.connector(),
        "`" + tried.artifact() + "`",
        tried.kind(),
        tried.what(),
        tried.result(),
        tried.note() + " |");
  }
}
