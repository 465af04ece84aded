package io.sluice.state.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @Test
  void equal_maps_give_equal_text_in_whatever_order_they_were_filled() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("b", 1);
    one.put("a", Map.of("z", true));
    Map<String, Object> two = new LinkedHashMap<>();
    two.put("a", Map.of("z", true));
    two.put("b", 1L);

    assertThat(CanonicalJson.write(one))
        .isEqualTo(CanonicalJson.write(two))
        .isEqualTo("{\"a\":{\"z\":true},\"b\":1}");
  }

  @Test
  void numbers_come_back_as_connect_gives_them_to_a_source() {
    Map<String, Object> offset = new LinkedHashMap<>();
    offset.put("byte", (byte) 1);
    offset.put("int", 2);
    offset.put("long", Long.MAX_VALUE);
    offset.put("float", 1.5f);
    offset.put("double", 0.1);
    offset.put("text", "ä\"\n");
    offset.put("null", null);
    offset.put("bytes", new byte[] {1, 2, 3});
    offset.put("list", Arrays.asList(1, null, "x"));

    Map<String, Object> back = CanonicalJson.read(CanonicalJson.write(offset));

    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("byte", 1L);
    expected.put("int", 2L);
    expected.put("long", Long.MAX_VALUE);
    expected.put("float", 1.5);
    expected.put("double", 0.1);
    expected.put("text", "ä\"\n");
    expected.put("null", null);
    expected.put("bytes", "AQID");
    expected.put("list", Arrays.asList(1L, null, "x"));
    assertThat(back).isEqualTo(expected);
  }

  @Test
  void nothing_is_null_in_both_directions() {
    assertThat(CanonicalJson.write(null)).isEqualTo("null");
    assertThat(CanonicalJson.read("null")).isNull();
  }

  @Test
  void a_value_of_another_type_is_refused_by_its_type() {
    assertThatThrownBy(() -> CanonicalJson.write(Map.of("n", new BigDecimal("31337"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.math.BigDecimal")
        .hasMessageNotContaining("31337");
    assertThatThrownBy(() -> CanonicalJson.write(Map.of(1, "one")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[1]", "1", "{", "{\"a\":}", "{} {}", "nonsense", "{\"a\":1"})
  void what_is_no_json_object_is_refused(String text) {
    assertThatThrownBy(() -> CanonicalJson.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nested_lists_and_maps_are_kept() {
    Map<String, Object> deep = Map.of("a", List.of(Map.of("b", List.of(1L, 2L))));

    assertThat(CanonicalJson.read(CanonicalJson.write(deep))).isEqualTo(deep);
  }
}
