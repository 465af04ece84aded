package io.sluice.serdes.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.sluice.serdes.misfit.MisfitException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that stand for dates and times: what is none is refused, and not made one. */
class LogicalReadersTest {
  @ParameterizedTest
  @CsvSource({"4294969316,5,1", "2020,4294967301,1", "2020,5,4294967297", "2020,13,1", "2020,2,30"})
  void what_is_no_date_is_refused(long year, long month, long day) {
    assertThatThrownBy(() -> read(Date.SCHEMA, ProtobufNames.DATE, year, month, day))
        .isInstanceOf(MisfitException.class)
        .hasMessageContaining("expected a date");
  }

  @ParameterizedTest
  @CsvSource({
    "24,0,0,0",
    "1,-60,0,0",
    "0,1440,0,0",
    "4294967296,0,0,0",
    "0,0,0,1000000000",
    // Their products come back into the day once they have gone round 64 bits.
    "4611686018427387904,0,0,0"
  })
  void what_is_no_time_of_a_day_is_refused(long hours, long minutes, long seconds, long nanos) {
    assertThatThrownBy(() -> read(Time.SCHEMA, ProtobufNames.TIME, hours, minutes, seconds, nanos))
        .isInstanceOf(MisfitException.class)
        .hasMessageContaining("expected a time of a day");
  }

  @Test
  void a_timestamp_beyond_64_bits_is_refused() {
    assertThatThrownBy(
            () -> read(Timestamp.SCHEMA, ProtobufNames.TIMESTAMP, Long.MAX_VALUE / 999, 0))
        .isInstanceOf(MisfitException.class)
        .hasMessageContaining("expected a timestamp");
  }

  @Test
  void what_is_one_is_read() throws IOException {
    assertThat(read(Date.SCHEMA, ProtobufNames.DATE, 1970, 1, 2))
        .isEqualTo(new java.util.Date(86_400_000));
    assertThat(read(Time.SCHEMA, ProtobufNames.TIME, 23, 59, 59, 999_999_999))
        .isEqualTo(new java.util.Date(86_399_999));
  }

  private static @Nullable Object read(Schema schema, String message, long... numbers)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < numbers.length; i++) {
      out.writeInt64(i + 1, numbers[i]);
    }
    out.flush();
    return LogicalReaders.of(schema, message).read(new ProtoInput(bytes.toByteArray(), 0), null);
  }
}
