package io.sluice.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask no server, for somebody whose environment names one. */
class ServerIgnoredTest {
  private static final Map<String, String> NAMED =
      Map.of("SLUICE_SERVER", "http://127.0.0.1:1", "SLUICE_TOKEN", "x");

  @TempDir private Path folder;

  @Test
  void what_is_shown_is_said_to_be_the_folders() {
    assertThat(Invocation.in(folder, NAMED, "plugin", "ls").err())
        .contains("SLUICE_SERVER is set", "sluice plugin asks no server", folder.toString());
    assertThat(Invocation.in(folder, NAMED, "plugin", "ls", "-o", "json").out()).startsWith("{");
    assertThat(Invocation.in(folder, Map.of(), "plugin", "ls").err()).isEmpty();
  }

  @Test
  void a_token_of_a_letter_is_not_taken_out_of_words() {
    assertThat(Invocation.in(folder, NAMED, "status").err()).contains("ConnectException");
  }
}
