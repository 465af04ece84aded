package io.sluice.serdes.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Reads the messages that are known for Connect's logical types. */
final class LogicalReaders {
  private static final int NANOS = 1_000_000;
  private static final int DIGITS = 10_000;

  private LogicalReaders() {}

  /** For that message. */
  static ValueReaders.Body of(Schema schema, String message) {
    return switch (message) {
      case ProtobufNames.TIMESTAMP ->
          (in, before) -> Timestamp.toLogical(schema, timestamp(numbers(in, 2)));
      case ProtobufNames.DATE -> (in, before) -> Date.toLogical(schema, date(numbers(in, 3)));
      case ProtobufNames.TIME -> (in, before) -> Time.toLogical(schema, time(numbers(in, 4)));
      default -> {
        int scale = Integer.parseInt(Kinds.parameter(schema, Decimal.SCALE_FIELD));
        yield (in, before) -> decimal(in.in(), scale, in);
      }
    };
  }

  /** The fields of a message that has numbers alone, from that of number 1. */
  private static long[] numbers(ProtoInput in, int fields) throws IOException {
    long[] numbers = new long[fields];
    for (int tag = in.in().readTag(); tag != 0; tag = in.in().readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number <= fields && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
        numbers[number - 1] = in.in().readInt64();
      } else {
        in.skip(tag);
      }
    }
    return numbers;
  }

  private static long timestamp(long[] numbers) {
    try {
      return Math.addExact(
          Math.multiplyExact(numbers[0], 1000L), Math.floorDiv(numbers[1], (long) NANOS));
    } catch (ArithmeticException e) {
      throw new MisfitException("expected a timestamp of 64 bits, found one beyond");
    }
  }

  private static int date(long[] numbers) {
    try {
      return Math.toIntExact(
          LocalDate.of(
                  Math.toIntExact(numbers[0]),
                  Math.toIntExact(numbers[1]),
                  Math.toIntExact(numbers[2]))
              .toEpochDay());
    } catch (DateTimeException | ArithmeticException e) {
      throw new MisfitException("expected a date with year, month and day, found another");
    }
  }

  private static int time(long[] numbers) {
    try {
      return (int)
          (LocalTime.of(
                      Math.toIntExact(numbers[0]),
                      Math.toIntExact(numbers[1]),
                      Math.toIntExact(numbers[2]),
                      Math.toIntExact(numbers[3]))
                  .toNanoOfDay()
              / NANOS);
    } catch (DateTimeException | ArithmeticException e) {
      throw new MisfitException("expected a time of a day, found another");
    }
  }

  private static BigDecimal decimal(CodedInputStream in, int scale, ProtoInput input)
      throws IOException {
    byte[] unscaled = {};
    int own = 0; // Which is not written.
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> unscaled = in.readByteArray();
        case 3 << 3 | WireFormat.WIRETYPE_VARINT -> own = in.readInt32();
        default -> input.skip(tag);
      }
    }
    BigInteger digits = unscaled.length == 0 ? BigInteger.ZERO : new BigInteger(unscaled);
    BigDecimal value = new BigDecimal(digits, own);
    return value.scale() == scale ? value : rescaled(value, scale);
  }

  private static BigDecimal rescaled(BigDecimal value, int scale) {
    if ((long) scale - value.scale() > DIGITS) {
      throw new MisfitException("expected a decimal of scale " + scale + ", found a giant one");
    }
    try {
      return value.setScale(scale);
    } catch (ArithmeticException e) {
      throw new MisfitException(
          "expected a decimal of scale " + scale + ", found one with more digits after the point");
    }
  }
}
