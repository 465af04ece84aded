package io.sluice.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columns_are_as_wide_as_their_widest_cell_and_numbers_stand_right() {
    TextTable table = new TextTable(List.of("status", "count"));
    table.row(List.of("new", "7"));
    table.row(List.of("delivered", "1,234"));
    assertThat(table.lines())
        .containsExactly(
            "status     count", "---------  -----", "new            7", "delivered  1,234");
  }

  @Test
  void data_cannot_steer_the_terminal() {
    TextTable table = new TextTable(List.of("name"));
    table.row(List.of("a\u001b[2Jb\nc\u202ed"));
    assertThat(table.lines().get(2)).isEqualTo("a\\u001b[2Jb\\nc\\u202ed");
  }

  @Test
  void a_long_cell_is_cut() {
    TextTable table = new TextTable(List.of("text"));
    table.row(List.of("x".repeat(500)));
    assertThat(table.lines().get(2)).hasSize(60).endsWith("…");
  }
}
