package io.sluice.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.console.ConsoleRedaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  @TempDir Path folder;

  @AfterEach
  void putBack() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void what_is_printed_goes_to_standard_error_without_secrets() {
    ConsoleRedaction redaction = new ConsoleRedaction();
    redaction.add(text -> text.replace("hush", "***"));
    Printed.divert(new PrintStream(error, true, StandardCharsets.UTF_8), redaction);

    System.out.println("a word, hush");
    System.err.printf("and%n");

    assertThat(error.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("a word, ***", "and");
  }

  @Test
  void while_a_log_keeps_it_it_goes_into_a_file_of_its_own() throws Exception {
    ConsoleRedaction redaction = new ConsoleRedaction();
    redaction.add(text -> text.replace("hush", "***"));
    Printed.divert(new PrintStream(error, true, StandardCharsets.UTF_8), redaction);
    Path file = folder.resolve("logs/shop.printed.log");
    try (Logs logs = Logs.toFile(folder, "shop", redaction, false)) {
      logs.alsoPrinted(folder, "shop", redaction);
      assertThat(file).doesNotExist();
      System.out.println("row, hush");
      System.err.println("{} is no placeholder");
    }
    System.out.println("behind");

    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" row, ***"),
            line -> assertThat(line).endsWith(" {} is no placeholder"));
    assertThat(Files.readString(folder.resolve("logs/shop.log"))).doesNotContain("row");
    assertThat(error.toString(StandardCharsets.UTF_8)).isEqualTo("behind" + System.lineSeparator());
  }

  @Test
  void a_line_without_an_end_is_cut() {
    List<String> lines = new ArrayList<>();
    try (PrintStream stream =
        new PrintStream(new Printed.Lines(lines::add), true, StandardCharsets.UTF_8)) {
      stream.print("x".repeat(200_000));
      stream.println();
    }

    assertThat(lines).hasSize(4);
    assertThat(String.join("", lines)).hasSize(200_000);
  }
}
