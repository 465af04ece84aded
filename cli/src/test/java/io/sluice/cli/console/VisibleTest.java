package io.sluice.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  private static final char ESCAPE = 0x1b;
  private static final char BELL = 7;
  private static final char CSI = 0x9b;
  private static final char RIGHT_TO_LEFT = 0x202e;

  @Test
  void what_commands_a_terminal_is_shown_instead() {
    assertThat(Visible.of("a" + ESCAPE + "]0;pwn" + BELL + "b"))
        .isEqualTo("a\\u001b]0;pwn\\u0007b");
    assertThat(Visible.of(ESCAPE + "[2Jgone")).isEqualTo("\\u001b[2Jgone");
    assertThat(Visible.of("a" + CSI + "31mb")).isEqualTo("a\\u009b31mb");
    assertThat(Visible.of("over\rwritten")).isEqualTo("over\\u000dwritten");
    assertThat(Visible.of(RIGHT_TO_LEFT + "gnp.exe")).isEqualTo("\\u202egnp.exe");
  }

  @Test
  void letters_lines_tabs_and_our_own_styles_stay() {
    String text = Style.BAD.of("nö, 漢, 😀", true) + "\n\t" + Style.STRONG.of("yes", true);

    assertThat(Visible.of(text)).isEqualTo(text);
  }
}
