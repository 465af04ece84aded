package io.sluice.server.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void of_a_position_that_is_hidden_the_keys_are_left_and_no_value() {
    String position =
        "{\"lsn\": 26, \"after\": [\"ann@example.com\"], \"part\": {\"to\": \"bob\"}, \"none\":"
            + " null}";

    assertThat(JsonText.hidden(JsonText.parsed(position)))
        .hasToString("{\"lsn\":\"***\",\"after\":\"***\",\"part\":{\"to\":\"***\"},\"none\":null}");
    assertThat(JsonText.hidden(JsonText.parsed("7"))).hasToString("\"***\"");
    assertThat(JsonText.hidden(null)).isNull();
  }
}
