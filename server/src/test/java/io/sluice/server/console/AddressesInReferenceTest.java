package io.sluice.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.http.route.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of pages in the reference has each page and no other. The tests in a browser open what
 * stands there, so that no page can be left out of them.
 */
class AddressesInReferenceTest extends ConsoleBed {
  private static final Path REFERENCE = Path.of("../docs/reference/console.md");
  private static final Pattern ADDRESS = Pattern.compile("`(/[^`?]*)[^`]*`");

  /** {@code /pipelines/{pipeline}} and {@code /pipelines/NAME} are the same. */
  private static String plain(String address) {
    return address.replaceAll("\\{\\w+}|(?<=/)[A-Z]+(?=/|$)", "*");
  }

  @Test
  void has_every_page_and_no_other() throws IOException {
    Set<String> told = new TreeSet<>();
    String table =
        Files.readAllLines(REFERENCE).stream()
            .dropWhile(line -> !line.startsWith("| page | address |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split("\\|", -1)[2])
            .collect(Collectors.joining("\n"));
    Matcher found = ADDRESS.matcher(table);
    while (found.find()) {
      told.add(plain(found.group(1)));
    }

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            routes.stream()
                .filter(route -> route.method() == Method.GET && route.forPages())
                .filter(route -> !route.isStream() && !route.path().startsWith("/static/"))
                .map(route -> plain(route.path()))
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
