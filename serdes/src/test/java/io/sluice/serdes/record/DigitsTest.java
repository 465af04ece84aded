package io.sluice.serdes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.serdes.misfit.MisfitException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "127",
        "128",
        "-128",
        "-129",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "-9223372036854775809",
        "170141183460469231731687303715884105728"
      })
  void digits_are_those_that_were_written(String number) {
    BigInteger unscaled = new BigInteger(number);
    byte[] bytes = unscaled.toByteArray();
    byte[] among = Arrays.copyOf(new byte[] {99}, bytes.length + 2);
    System.arraycopy(bytes, 0, among, 1, bytes.length);
    assertThat(Digits.decimal(among, 1, bytes.length, 3)).isEqualTo(new BigDecimal(unscaled, 3));
  }

  @Test
  void a_sign_that_takes_more_bytes_than_it_must_is_the_same_number() {
    assertThat(Digits.decimal(new byte[] {-1, -1, -2}, 0, 3, 0)).isEqualTo(BigDecimal.valueOf(-2));
    assertThat(Digits.decimal(new byte[] {0, 0, 2}, 0, 3, 0)).isEqualTo(BigDecimal.valueOf(2));
  }

  @Test
  void no_digits_are_no_number() {
    assertThatThrownBy(() -> Digits.decimal(new byte[3], 1, 0, 2))
        .isInstanceOf(MisfitException.class);
  }
}
