package io.sluice.state.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The actions that the reference lists, and those that there are. */
class AuditPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "audit.md");
  private static final Pattern ACTION = Pattern.compile("`([a-z_]+\\.[a-z_]+)`");

  @Test
  void the_reference_lists_each_action_once_and_no_other() throws IOException {
    List<String> listed =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|")[1])
            .flatMap(cell -> ACTION.matcher(cell).results().map(MatchResult::group))
            .map(word -> word.replace("`", ""))
            .toList();

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(AuditAction.values()).map(AuditAction::word).toList());
  }
}
