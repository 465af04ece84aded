package io.sluice.state.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorSignatureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "value 17 does not fit | value -99.5e3 does not fit",
        "cannot read \"a\" as date | cannot read \"2026-01-01\" as date",
        "no row 'x' | no row 'it is here'",
        "id 123e4567-e89b-12d3-a456-426614174000 is taken | id 00000000-0000-0000-0000-00000000000f"
            + " is taken",
        "Key (email)=(a@b.c) already exists. | Key (email)=(z) already exists.",
        "at 0/1A2B3C4 | at 0/2000000",
        "bytes 0xCAFE | bytes 0x00",
        "a   b | a b",
      })
  void errors_of_one_kind_have_one_signature(String one, String two) {
    assertThat(ErrorSignature.of("E", one)).isEqualTo(ErrorSignature.of("E", two));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "value does not fit | value is missing",
        "it doesn't fit | it doesn't work",
      })
  void errors_of_different_kinds_differ(String one, String two) {
    assertThat(ErrorSignature.of("E", one)).isNotEqualTo(ErrorSignature.of("E", two));
  }

  @Test
  void the_class_of_the_error_is_part_of_the_kind() {
    assertThat(ErrorSignature.of("A", "m")).isNotEqualTo(ErrorSignature.of("B", "m"));
  }

  @Test
  void it_is_short_and_stable() {
    assertThat(ErrorSignature.of("E", "m")).matches("[0-9a-f]{12}").isEqualTo("dfc6f0923d64");
  }
}
