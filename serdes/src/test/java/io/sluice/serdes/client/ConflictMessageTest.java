package io.sluice.serdes.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictMessageTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "{errorType:'A_B', path:'/f/1', description:'The reader's union.', oldSchemaVersion: 2,"
            + " reader: 'new schema'}"
            + "| /f/1: The reader's union. (A_B; who has it cannot read version 2)",
        "{errorType:'A', path:'', description:'It, and more.', oldSchemaVersion: 12, reader: 'old"
            + " schema'} | : It, and more. (A; cannot be read by who has version 12)"
      })
  void what_our_registry_says_is_a_sentence(String message, String readable) {
    assertThat(ConflictMessage.readable(message)).isEqualTo(readable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{oldSchemaVersion: 1}",
        "{errorType:'TYPE_MISMATCH', description:'The type', additionalInfo:'a'}"
      })
  void what_others_say_is_left_as_it_is(String message) {
    assertThat(ConflictMessage.readable(message)).isEqualTo(message);
  }
}
