package io.sluice.cli.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class EachLineOnceTest {
  @Test
  void a_line_that_comes_again_is_passed_on_once() {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    PrintStream lines = new PrintStream(new EachLineOnce(new PrintStream(seen)), true, UTF_8);

    lines.print("warn: no such file\nwarn: größer\nwarn: no such ");
    lines.print("file\nwarn: no such\n");

    assertThat(seen.toString(UTF_8).lines())
        .containsExactly("warn: no such file", "warn: größer", "warn: no such");
  }
}
