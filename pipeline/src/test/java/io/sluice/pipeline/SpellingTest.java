package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> KEYS =
      List.of("source", "sinks", "slo", "on_error", "max_rate", "checkpoint", "table.include.list");

  @ParameterizedTest
  @CsvSource({
    "sorce, source",
    "soruce, source",
    "sink, sinks",
    "onError, on_error",
    "maxrates, max_rate",
    "chekcpoint, checkpoint",
    "table.inlcude.lst, table.include.list"
  })
  void a_misspelt_word_finds_the_one_that_was_meant(String written, String meant) {
    assertThat(Spelling.nearest(written, KEYS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"schedule", "x", "database.hostname"})
  void a_word_that_is_far_from_all_finds_none(String written) {
    assertThat(Spelling.nearest(written, KEYS)).isEmpty();
  }

  @Test
  void nothing_is_near_to_nothing() {
    assertThat(Spelling.nearest("a", List.of())).isEmpty();
    assertThat(Spelling.nearest("", KEYS)).isEmpty();
  }
}
