package io.sluice.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Fault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is called at night finds a section about each kind of failure where its link leads. */
class FailurePagesTest {
  @ParameterizedTest
  @EnumSource(Fault.class)
  void every_kind_of_failure_says_what_to_do_and_where_more_is_said(Fault fault) {
    assertThat(fault.remedy()).hasSizeBetween(20, 200).doesNotEndWith(".");
    List<String> parts = List.of(fault.page().split("#"));
    Path page = Document.root().resolve(parts.get(0));

    assertThat(page).exists();
    assertThat(Document.read(page).headings()).contains(parts.get(1));
    assertThat(section(page, parts.get(1))).contains("**What to do:** ");
  }

  @Test
  void the_page_tells_of_no_other_kind() {
    Document page = Document.read(Document.root().resolve("docs/how-to/mend-a-failure.md"));
    TreeSet<String> kinds = new TreeSet<>(page.headings());
    Arrays.stream(Fault.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .forEach(kinds::remove);

    assertThat(kinds).containsExactly("mend-a-failure");
  }

  private static String section(Path page, String heading) {
    String text = Document.read(page).text();
    int begin = text.indexOf("\n## " + heading + "\n");
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }
}
