package io.sluice.server.http.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How events are written down. */
class EventTest {
  @Test
  void each_line_of_the_data_is_a_field_of_its_own() {
    assertThat(new Event("patch", "<p>\nid: 7\r\nevent: x\rend").text())
        .isEqualTo("event: patch\ndata: <p>\ndata: id: 7\ndata: event: x\ndata: end\n\n");
    assertThat(new Event("patch", "").text()).isEqualTo("event: patch\ndata: \n\n");
  }

  @Test
  void a_name_cannot_bring_fields_with_it() {
    assertThatThrownBy(() -> new Event("a\ndata: b", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Event("", "")).isInstanceOf(IllegalArgumentException.class);
  }
}
