package io.sluice.connector.postgres.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.value.PgType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row of a COPY as it should be, cut off at every byte, made longer and changed. */
class CopyRowTest {

  private static final TableFormat FORMAT =
      new TableFormats(
              new PostgresConfig(
                  Map.of("database.hostname", "h", "database.user", "u", "database.dbname", "d")))
          .of(
              new Table(
                  new TableId("public", "t"),
                  1,
                  false,
                  List.of(column("id", "int4"), column("name", "text"), column("at", "int8")),
                  List.of("id"),
                  List.of("id")));

  private static Column column(String name, String type) {
    PgType known = new PgType(1_000, type, 'b', null, List.of(), true);
    return new Column(name, known, -1, true, null, type, null);
  }

  /** Two bytes that do not belong to it, three columns, and two behind them. */
  private static byte[] row() {
    byte[] name = "name".getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + 2 + 8 + 4 + name.length + 4 + 5 + 5)
        .putShort((short) 0)
        .putShort((short) 5)
        .putInt(4)
        .putInt(7)
        .putInt(name.length)
        .put(name)
        .putInt(-1)
        .putInt(1)
        .put((byte) '7')
        .putInt(1)
        .put((byte) '8')
        .array();
  }

  private static @Nullable Object[] decoded(byte[] message) {
    @Nullable Object[] cells = new Object[3];
    CopyRow.decode(FORMAT, message, 2, 2, cells);
    return cells;
  }

  @Test
  void a_row_is_read_up_to_the_columns_behind_its_own() {
    @Nullable Object[] cells = new Object[3];

    assertThat(CopyRow.decode(FORMAT, row(), 2, 2, cells)).isEqualTo(row().length - 10);
    assertThat(cells).containsExactly(7, "name", null);
  }

  @Property
  void a_row_of_another_length_is_an_error_that_names_the_table(
      @ForAll @IntRange(min = 2, max = 40) int length) {
    byte[] message = Arrays.copyOf(row(), length);

    if (length != row().length) {
      assertThatThrownBy(() -> decoded(message))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("public.t");
    }
  }

  @Property
  void a_row_with_another_byte_is_read_or_an_error_that_names_the_table(
      @ForAll @IntRange(min = 2, max = 33) int at, @ForAll byte other) {
    byte[] message = row();
    assertThat(message).hasSize(34);
    message[at] = other;
    try {
      assertThat(decoded(message)).hasSize(3);
    } catch (ConnectException told) {
      assertThat(told).hasMessageContaining("public.t");
    }
  }

  @Test
  void a_message_that_is_neither_row_nor_end_is_an_error() {
    assertThat(CopyRow.isTrailer(new byte[] {-1, -1}, 0)).isTrue();
    assertThatThrownBy(() -> CopyRow.isTrailer(new byte[] {-1}, 0))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void a_copy_without_its_signature_is_an_error() {
    assertThatThrownBy(() -> CopyRow.start(new byte[40])).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> CopyRow.start(new byte[3])).isInstanceOf(ConnectException.class);
  }
}
