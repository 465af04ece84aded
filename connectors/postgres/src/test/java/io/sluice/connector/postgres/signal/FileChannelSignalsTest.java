package io.sluice.connector.postgres.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file between a signal's being taken and its being forgotten. */
class FileChannelSignalsTest {

  @TempDir private Path folder;
  private Path file;
  private FileChannelSignals signals;

  @BeforeEach
  void firstSignalIsTaken() throws IOException {
    file = folder.resolve("signals");
    signals = new FileChannelSignals(file);
    Files.writeString(file, line("s1"));
    signals.poll();
  }

  @Test
  void a_signal_is_taken_once() throws IOException {
    assertThat(signals.poll()).isEmpty();
  }

  @Test
  void a_signal_that_is_appended_is_taken_alone() throws IOException {
    Files.writeString(file, line("s2"), StandardOpenOption.APPEND);

    assertThat(ids()).containsExactly("s2");
  }

  @Test
  void a_signal_that_is_written_over_one_of_its_length_is_taken() throws IOException {
    Files.writeString(file, line("s2"));

    assertThat(ids()).containsExactly("s2");
  }

  @Test
  void a_signal_that_is_written_over_a_shorter_one_is_taken() throws IOException {
    Files.writeString(file, line("a longer one"));

    assertThat(ids()).containsExactly("a longer one");
  }

  @Test
  void a_signal_that_was_not_taken_is_not_forgotten() throws IOException {
    Files.writeString(file, line("s2"));

    signals.forget();

    assertThat(ids()).containsExactly("s2");
  }

  @Test
  void a_file_that_is_forgotten_is_empty() throws IOException {
    signals.forget();

    assertThat(file).isEmptyFile();
  }

  private List<String> ids() throws IOException {
    return signals.poll().stream().map(Signal::id).toList();
  }

  private static String line(String id) {
    return "{\"id\":\"" + id + "\",\"type\":\"log\",\"data\":{}}\n";
  }
}
