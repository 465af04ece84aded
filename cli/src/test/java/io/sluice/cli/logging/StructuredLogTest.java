package io.sluice.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.engine.run.LogOwner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class StructuredLogTest {
  private static final Logger LOG = LoggerFactory.getLogger("io.sluice.test.StructuredLog");

  @TempDir private Path folder;

  @Test
  void a_line_is_an_object_with_all_that_belongs_to_it() throws Exception {
    Instant before = Instant.now().minusMillis(1);
    try (Logs logs =
        Logs.structured(folder, "server", new LogOwner(), new ConsoleRedaction(), false)) {
      LOG.info("two\nlines with {}", "\"quotes\"");
      LOG.warn("failed", new IllegalStateException("outer", new IllegalArgumentException("inner")));
    }
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(2);
    JsonNode first = lines.get(0);
    assertThat(Instant.parse(first.path("at").asText())).isAfterOrEqualTo(before);
    assertThat(first.path("level").asText()).isEqualTo("INFO");
    assertThat(first.path("logger").asText()).isEqualTo("io.sluice.test.StructuredLog");
    assertThat(first.path("thread").asText()).isEqualTo(Thread.currentThread().getName());
    assertThat(first.path("message").asText()).isEqualTo("two\nlines with \"quotes\"");
    assertThat(first.has("error")).isFalse();
    assertThat(first.has("pipeline")).isFalse();
    assertThat(lines.get(1).path("error").asText())
        .contains("IllegalStateException: outer", "Caused by", "inner", "StructuredLogTest");
  }

  @Test
  void a_secret_is_taken_out_whatever_json_makes_of_it() throws Exception {
    String secret = "se\"cr\\et\n";
    ConsoleRedaction redaction = new ConsoleRedaction();
    redaction.add(text -> text.replace(secret, "***"));
    try (Logs logs = Logs.structured(folder, "server", new LogOwner(), redaction, false)) {
      LOG.warn("with {}", secret, new IllegalStateException("in " + secret));
    }
    String text = Files.readString(folder.resolve("logs/server.log"));
    assertThat(text).contains("with ***", "in ***").doesNotContain("se\\\"cr");
  }

  @Test
  void code_that_works_for_a_pipeline_says_which() throws Exception {
    try (Logs logs =
            Logs.structured(folder, "server", new LogOwner(), new ConsoleRedaction(), false);
        MDC.MDCCloseable about = MDC.putCloseable("pipeline", "orders")) {
      LOG.info("starts");
    }
    assertThat(lines().get(0).path("pipeline").asText()).isEqualTo("orders");
  }

  @Test
  void a_state_folder_that_the_log_is_the_first_to_need_is_the_owners_alone() throws Exception {
    Path state = folder.resolve(".sluice");

    Logs.structured(state, "server", new LogOwner(), new ConsoleRedaction(), false).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    assertThat(state.resolve(".gitignore")).hasContent("*");
  }

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("logs/server.log"))) {
      lines.add(JsonMapper.builder().build().readTree(line));
    }
    return lines;
  }
}
