package io.sluice.connector.table.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class TimestampDigitsTest {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final long FIRST = -62_167_219_200L;
  private static final long LAST = 253_402_300_799L;

  @Property
  void a_timestamp_of_a_year_of_four_digits_is_written_as_a_formatter_would(
      @ForAll @LongRange(min = FIRST, max = LAST) long seconds) {
    byte[] text = new byte[TimestampDigits.LENGTH + 2];
    TimestampDigits.write(seconds, text, 1);

    assertThat(new String(text, 1, TimestampDigits.LENGTH, StandardCharsets.ISO_8859_1))
        .isEqualTo(FORM.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)));
    assertThat(text[0]).isZero();
    assertThat(text[TimestampDigits.LENGTH + 1]).isZero();
  }

  @Example
  void years_of_more_digits_and_those_before_the_first_are_left_to_others() {
    assertThat(TimestampDigits.cover(FIRST)).isTrue();
    assertThat(TimestampDigits.cover(LAST)).isTrue();
    assertThat(TimestampDigits.cover(FIRST - 1)).isFalse();
    assertThat(TimestampDigits.cover(LAST + 1)).isFalse();
  }
}
