package io.sluice.serdes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
  private static final UUID GUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final String GUID_HEX = "01" + "00112233445566778899aabbccddeeff";

  /** The documentation's own examples ("Wire format") are among them. */
  @ParameterizedTest
  @CsvSource({
    "1,          ,        0000000001",
    "305419896,  ,        0012345678",
    "2147483647, ,        007fffffff",
    "1,          0,       000000000100",
    "1,          1,       00000000010202",
    "1,          1/0,     0000000001040200",
    "1,          0/0,     0000000001040000",
    "1,          63,      0000000001027e",
    "1,          64,      0000000001028001",
    "1,          2/8192,  000000000104048080" + "01",
  })
  void what_stands_before_the_data_is_read_as_it_was_written(
      int id, @Nullable String message, String bytes) {
    List<Integer> indexes =
        message == null ? null : Stream.of(message.split("/")).map(Integer::valueOf).toList();

    byte[] prefix = Framing.prefix(id, indexes);

    assertThat(HexFormat.of().formatHex(prefix)).isEqualTo(bytes);
    assertThat(Framing.read(with(prefix, 7), null, false, indexes != null))
        .isEqualTo(
            new Frame(
                new SchemaId.Number(id), indexes == null ? List.of() : indexes, prefix.length));
  }

  @Test
  void an_id_that_is_written_into_an_array_is_the_same() {
    byte[] to = new byte[Framing.PREFIX];

    Framing.write(0x12345678, to);

    assertThat(to).isEqualTo(Framing.prefix(0x12345678, null));
  }

  @Test
  void a_guid_stands_before_the_data_or_in_a_header() {
    byte[] plain = HexFormat.of().parseHex(GUID_HEX);
    assertThat(Framing.headerOf(GUID, null)).isEqualTo(plain);
    assertThat(Framing.headerOf(GUID, List.of(1, 0)))
        .isEqualTo(HexFormat.of().parseHex(GUID_HEX + "040200"));

    assertThat(Framing.read(with(plain, 7), null, false, false))
        .isEqualTo(new Frame(new SchemaId.Guid(GUID), List.of(), 17));
    Headers headers = new RecordHeaders().add("__value_schema_id", with(plain, 4, 2, 0));
    assertThat(Framing.read(new byte[] {9}, headers, false, true))
        .isEqualTo(new Frame(new SchemaId.Guid(GUID), List.of(1, 0), 0));
  }

  @Test
  void the_last_header_of_a_key_or_a_value_counts_more_than_what_stands_before_it() {
    byte[] record = Framing.prefix(1, null);
    Headers headers =
        new RecordHeaders()
            .add("__value_schema_id", Framing.prefix(2, null))
            .add("__value_schema_id", Framing.prefix(3, null))
            .add("__key_schema_id", Framing.prefix(4, null));

    assertThat(Framing.read(record, headers, false, false).schema())
        .isEqualTo(new SchemaId.Number(3));
    assertThat(Framing.read(record, headers, true, false).schema())
        .isEqualTo(new SchemaId.Number(4));
    assertThat(Framing.read(record, new RecordHeaders(), false, false).from()).isEqualTo(5);
    assertThat(
            Framing.read(record, new RecordHeaders().add("__value_schema_id", null), false, false))
        .isEqualTo(new Frame(new SchemaId.Number(1), List.of(), 5));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                           it has only 0 bytes",
    "00000001,                     it has only 4 bytes",
    "0100112233445566778899aabbcc, it has only 14 bytes",
    "7b226964,                     it begins with 123",
    "0000000001,                   it has only 5 bytes",
    "00000000010402,               it has only 7 bytes",
    "000000000101,                 found -1",
    "00000000018202,               found 129",
    "0000000001028080808080,       a number of over 5 bytes",
  })
  void what_is_no_frame_of_a_protobuf_record_is_refused(String bytes, String expected) {
    assertThatThrownBy(() -> Framing.read(HexFormat.of().parseHex(bytes), null, false, true))
        .isInstanceOf(MisframedException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void a_header_that_is_no_frame_is_named() {
    Headers headers = new RecordHeaders().add("__key_schema_id", new byte[] {5});

    assertThatThrownBy(() -> Framing.read(Framing.prefix(1, null), headers, true, false))
        .isInstanceOf(MisframedException.class)
        .hasMessageContaining("its header __key_schema_id begins with 5");
  }

  @Property
  void any_bytes_are_a_frame_or_refused(@ForAll byte[] bytes, @ForAll boolean indexed) {
    try {
      Frame frame = Framing.read(bytes, null, false, indexed);
      assertThat(frame.from()).isBetween(5, bytes.length);
    } catch (MisframedException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }

  private static byte[] with(byte[] bytes, int... more) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
    for (int i = 0; i < more.length; i++) {
      all[bytes.length + i] = (byte) more[i];
    }
    return all;
  }
}
