package io.sluice.connector.table.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class KeyHashesTest {
  private final KeyHashes seen = new KeyHashes();

  @Test
  void a_key_is_new_once() {
    seen.add(new Object[] {7L, "a"});
    assertThat(seen.add(new Object[] {7L, "a"})).isFalse();
  }

  @Test
  void the_width_of_a_number_does_not_matter() {
    seen.add(new Object[] {7L});
    assertThat(seen.add(new Object[] {7})).isFalse();
  }

  @Test
  void equal_bytes_are_the_same_key() {
    seen.add(new Object[] {new byte[] {1, 2}});
    assertThat(seen.add(new Object[] {new byte[] {1, 2}})).isFalse();
  }

  @Test
  void zeros_at_the_end_of_a_decimal_do_not_matter() {
    seen.add(new Object[] {new BigDecimal("1.5")});
    assertThat(seen.add(new Object[] {new BigDecimal("1.50")})).isFalse();
  }

  @Test
  void a_million_keys_are_told_apart() {
    int found = 0;
    for (long key = 0; key < 1_000_000; key++) {
      found += seen.add(new Object[] {key}) ? 1 : 0;
    }
    assertThat(found).isEqualTo(1_000_000);
  }

  @Test
  void numbers_far_apart_are_told_apart_and_stay_known() {
    int found = 0;
    for (int round = 0; round < 2; round++) {
      for (long key = 0; key < 100_000; key++) {
        found += seen.add(new Object[] {key * 0x9E3779B97F4A7C15L}) ? 1 : 0;
      }
    }
    assertThat(found).isEqualTo(100_000);
  }

  @Test
  void a_number_is_known_among_keys_of_another_kind() {
    seen.add(new Object[] {7L});
    seen.add(new Object[] {"seven"});
    assertThat(seen.add(new Object[] {7})).isFalse();
  }
}
