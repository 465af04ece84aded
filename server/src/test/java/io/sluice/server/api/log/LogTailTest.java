package io.sluice.server.api.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.api.document.LogLines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir private Path folder;

  private Path log() {
    return folder.resolve("server.log");
  }

  private static String line(String pipeline, String message) {
    return "{\"at\":\"2026-11-22T10:00:00.123Z\",\"level\":\"INFO\",\"pipeline\":\""
        + pipeline
        + "\",\"thread\":\"t\",\"logger\":\"l\",\"message\":\""
        + message
        + "\"}\n";
  }

  private void write(String text) throws IOException {
    Files.writeString(
        log(), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void the_newest_lines_of_a_pipeline_come_in_the_order_in_which_they_were_written()
      throws IOException {
    write(line("a", "one") + line("b", "not this") + line("a", "two") + line("a", "three"));

    LogLines found = new LogTail(log()).newest(LogQuery.newest("a", 2));

    assertThat(found.lines()).extracting(LogLines.Line::message).containsExactly("two", "three");
    assertThat(new LogTail(log()).newest(LogQuery.newest(null, 10)).lines()).hasSize(4);
    assertThat(new LogTail(log()).newest(LogQuery.newest("a", 10)).truncated()).isFalse();
  }

  @Test
  void lines_are_whole_wherever_a_block_of_the_file_ends() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(line(i % 2 == 0 ? "a" : "b", "ärger " + i));
    }
    write(text.toString());

    LogLines found = new LogTail(log()).newest(LogQuery.newest("a", 9_000));

    assertThat(found.lines()).hasSize(9_000);
    assertThat(found.lines().get(0).message()).isEqualTo("ärger 2000");
    assertThat(found.lines().get(8_999).message()).isEqualTo("ärger 19998");
  }

  @Test
  void it_does_not_look_further_back_than_it_says() throws IOException {
    write(line("quiet", "long ago"));
    String noise = line("loud", "x".repeat(1_000)).repeat(1_000);
    for (int i = 0; i < 1 + LogTail.FURTHEST / noise.length(); i++) {
      write(noise);
    }

    LogLines found = new LogTail(log()).newest(LogQuery.newest("quiet", 10));

    assertThat(found.lines()).isEmpty();
    assertThat(found.truncated()).isTrue();
  }

  private void pack(String name, String text) throws IOException {
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void it_goes_on_in_the_files_that_were_closed_before() throws IOException {
    pack("server.2026-11-20.2.log.gz", line("a", "1"));
    pack("server.2026-11-21.9.log.gz", line("a", "2") + line("b", "not this") + line("a", "3"));
    pack("server.2026-11-21.10.log.gz", line("a", "4") + line("a", "5"));
    pack("server.printed.2026-11-22.0.log.gz", line("a", "what a plugin printed"));
    pack("other.2026-11-22.0.log.gz", line("a", "another log"));
    Files.writeString(folder.resolve("server.2026-11-22.0.log.gz"), "half of it");
    write(line("a", "6"));
    LogTail tail = new LogTail(log());

    assertThat(tail.newest(LogQuery.newest("a", 10)).lines())
        .extracting(LogLines.Line::message)
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(tail.newest(LogQuery.newest("a", 10)).truncated()).isFalse();
    LogLines some = tail.newest(LogQuery.newest("a", 4));
    assertThat(some.lines()).extracting(LogLines.Line::message).containsExactly("3", "4", "5", "6");
    assertThat(some.truncated()).isTrue();
    assertThat(tail.newest(LogQuery.newest("a", 1)).truncated()).isTrue();
  }

  @Test
  void of_all_files_together_it_looks_no_further_back_than_it_says() throws IOException {
    String noise = line("loud", "x".repeat(1_000)).repeat(4_000);
    pack("server.2026-11-21.0.log.gz", line("quiet", "long ago"));
    pack("server.2026-11-21.1.log.gz", line("quiet", "too far") + noise + line("quiet", "near"));
    write(noise + noise.substring(0, noise.length() / 2));

    LogLines found = new LogTail(log()).newest(LogQuery.newest("quiet", 10));

    assertThat(found.lines()).extracting(LogLines.Line::message).containsExactly("near");
    assertThat(found.truncated()).isTrue();
  }

  @Test
  void what_is_no_line_of_the_log_is_passed_over() throws IOException {
    write("Exception in thread\n\n[1,2]\n" + line("a", "one") + "{\"at\":\"2026-1");

    assertThat(new LogTail(log()).newest(LogQuery.newest("a", 10)).lines()).hasSize(1);
    assertThat(new LogTail(folder.resolve("none")).newest(LogQuery.newest("a", 10)).lines())
        .isEmpty();
  }

  @Test
  void lines_are_chosen_by_level_by_text_and_up_to_a_moment() throws IOException {
    write(line("a", "one"));
    write(line("a", "Two").replace("INFO", "WARN").replace("10:00:00", "10:00:01"));
    write(line("a", "three").replace("INFO", "ERROR").replace("10:00:00", "10:00:02"));
    LogTail tail = new LogTail(log());
    Instant then = Instant.parse("2026-11-22T10:00:01.123Z");

    assertThat(tail.newest(new LogQuery("a", "WARN", "", null, 10)).lines())
        .extracting(LogLines.Line::message)
        .containsExactly("Two", "three");
    assertThat(tail.newest(new LogQuery("a", "", "tW", null, 10)).lines())
        .extracting(LogLines.Line::message)
        .containsExactly("Two");
    assertThat(tail.newest(new LogQuery("a", "", "", then, 10)).lines())
        .extracting(LogLines.Line::message)
        .containsExactly("one", "Two");
  }
}
