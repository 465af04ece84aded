package io.sluice.converters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is to the byte what Jackson writes, by which Connect's own converter writes. */
class JsonBytesTest {
  private final JsonBytes json = new JsonBytes();

  @Test
  void every_character_has_jacksons_form_those_that_are_half_a_pair_as_well() throws IOException {
    for (int i = Character.MIN_VALUE; i <= Character.MAX_VALUE; i++) {
      String text = "a" + (char) i + "b";
      assertThat(text(text)).as("character %d", i).isEqualTo(jacksons(text));
    }
  }

  @Property(tries = 500)
  void so_have_texts_of_any_length(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    int[] ends = {0x80, 0x80, 0x100, 0x800, 0x10000};
    int end = ends[random.nextInt(ends.length)];
    for (int i = random.nextInt(20_000); i > 0; i--) {
      text.append((char) random.nextInt(end));
    }

    assertThat(text(text.toString())).isEqualTo(jacksons(text.toString()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 101, 999, 1000, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbers_are_those_of_java(long number) {
    for (long each : new long[] {number, -number, number + 1, number - 1}) {
      json.begin(new byte[0]);
      json.number(each);
      assertThat(new String(json.copied(), UTF_8)).isEqualTo(Long.toString(each));
    }
  }

  @Property(tries = 5_000)
  void so_are_any(@ForAll long number, @ForAll byte shift) {
    numbers_are_those_of_java(number >> (shift & 63));
  }

  @Test
  void a_beginning_is_there_again_whatever_came_behind_it() {
    byte[] beginning = "{\"a\":".getBytes(UTF_8);
    json.begin(beginning);
    json.raw("1".repeat(10_000));
    json.begin(beginning);
    json.raw("2}");
    assertThat(json.copied()).asString().isEqualTo("{\"a\":2}");

    json.begin("[".getBytes(UTF_8));
    json.begin(beginning);
    json.raw("3}");
    assertThat(json.copied()).asString().isEqualTo("{\"a\":3}");
  }

  @Test
  void what_was_large_once_is_not_kept() {
    assertThat(json.isHandy()).isTrue();
    json.text("x".repeat(2_000_000));
    assertThat(json.isHandy()).isFalse();
  }

  private String text(String text) {
    json.begin(new byte[0]);
    json.text(text);
    return new String(json.copied(), UTF_8);
  }

  private static String jacksons(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = new JsonFactory().createGenerator(bytes)) {
      generator.writeString(text);
    }
    return bytes.toString(UTF_8);
  }
}
