package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.TimestampDigits;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as {@code LOAD DATA} reads them: fields end with a tabulator, lines with a line feed,
 * backslashes escape both. Written while it is read, so that a batch is not in memory once more.
 */
final class MySqlInfile extends InputStream {
  private static final int ENOUGH = 1 << 16;

  /**
   * Most bytes that are given at once: what fits the driver's smallest buffer of 8 KB behind the
   * head of a packet. For each read that is longer, it makes one of 128 KB and drops it again.
   */
  private static final int PACKET = 8 * 1024 - 4;

  private static final int MICROS = 1_000_000;

  /** Digits of a fraction of a second, where there is one. */
  private static final int FRACTION = 6;

  private final ColumnType[] types;
  private final Iterator<Row> rows;
  private final Function<Row, @Nullable Object[]> values;
  private byte[] buffer = new byte[ENOUGH + (ENOUGH >> 2)];
  private int position;
  private int end;

  MySqlInfile(ColumnType[] types, List<Row> rows, Function<Row, @Nullable Object[]> values) {
    this.types = types;
    this.rows = rows.iterator();
    this.values = values;
  }

  @Override
  public int read() {
    return hasMore() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length > 0 && !hasMore()) {
      return -1;
    }
    int count = Math.min(Math.min(length, PACKET), end - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    return count;
  }

  private boolean hasMore() {
    if (position == end) {
      position = 0;
      end = 0;
      while (end < ENOUGH && rows.hasNext()) {
        row(values.apply(rows.next()));
      }
    }
    return position < end;
  }

  private void row(@Nullable Object[] fields) {
    for (int i = 0; i < types.length; i++) {
      if (i > 0) {
        put('\t');
      }
      Object value = fields[i];
      if (value == null) {
        put('\\');
        put('N');
      } else {
        field(types[i], value);
      }
    }
    put('\n');
  }

  private void field(ColumnType type, Object value) {
    switch (type.kind()) {
      case INT16, INT32, INT64 -> number(((Number) value).longValue());
      case TIMESTAMP, TIMESTAMPTZ -> timestamp(type, (Number) value);
      case TEXT, JSON, OTHER -> escaped(MySqlText.of(type, value));
      default -> ascii(MySqlText.of(type, value));
    }
  }

  private void number(long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      ascii(Long.toString(number));
      return;
    }
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    require(digits);
    long rest = number;
    for (int i = end + digits - 1; i >= end; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    end += digits;
  }

  /** As {@link MySqlText} has it, without a text in between. */
  private void timestamp(ColumnType type, Number micros) {
    long seconds = Math.floorDiv(micros.longValue(), (long) MICROS);
    if (!TimestampDigits.cover(seconds)) {
      ascii(MySqlText.of(type, micros));
      return;
    }
    int fraction = Math.floorMod(micros.longValue(), MICROS);
    require(TimestampDigits.LENGTH + 1 + FRACTION);
    TimestampDigits.write(seconds, buffer, end);
    end += TimestampDigits.LENGTH;
    if (fraction != 0) {
      buffer[end++] = '.';
      TimestampDigits.digits(fraction, FRACTION, buffer, end);
      end += FRACTION;
    }
  }

  private void ascii(String text) {
    int length = text.length();
    require(length);
    for (int i = 0; i < length; i++) {
      buffer[end + i] = (byte) text.charAt(i);
    }
    end += length;
  }

  private void escaped(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    require(bytes.length * 2L);
    for (byte b : bytes) {
      switch (b) {
        case '\\', '\t', '\n' -> {
          buffer[end++] = '\\';
          buffer[end++] = b;
        }
        case 0 -> {
          buffer[end++] = '\\';
          buffer[end++] = '0';
        }
        default -> buffer[end++] = b;
      }
    }
  }

  private void put(char c) {
    require(1);
    buffer[end++] = (byte) c;
  }

  private void require(long more) {
    long needed = end + more;
    if (needed > buffer.length) {
      if (needed > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("a row of more than 2 GB cannot be written");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, needed * 3 / 2));
    }
  }
}
