package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.console.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "reference", "cli.md");

  /** To renew the file: mvn -pl cli -am test -Dtest=CommandReferenceTest -Dsluice.renew=true. */
  @Test
  void the_reference_says_what_the_commands_say() throws IOException {
    String current =
        CommandReference.of(Main.everyCommand(Surroundings.ofProcess(Clock.systemUTC())));
    if (Boolean.getBoolean("sluice.renew")) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, current);
    }
    assertThat(REFERENCE)
        .as("renew it with -Dsluice.renew=true, see CommandReferenceTest")
        .content()
        .isEqualTo(current);
  }
}
