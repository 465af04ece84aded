package io.sluice.server.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kinds are a promise: the reference has them all, with their statuses, and no others. */
class ProblemKindTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(urn:sluice:problem:[a-z-]+)` \\| (\\d{3}) \\|");

  @Test
  void the_reference_has_all_kinds() throws IOException {
    Path reference =
        Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolveSibling("docs/reference/problems.md");
    Matcher row = ROW.matcher(Files.readString(reference));
    List<String> documented =
        Stream.iterate(row, Matcher::find, same -> same)
            .map(found -> found.group(1) + " " + found.group(2))
            .toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemKind.values())
                .map(kind -> kind.type() + " " + kind.status())
                .toList());
  }
}
