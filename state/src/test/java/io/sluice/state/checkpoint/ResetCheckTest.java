package io.sluice.state.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResetCheckTest {
  private static final String SHOP = "{\"server\":\"shop\"}";
  private static final Map<String, String> STORED =
      Map.of(SHOP, "{\"last\":true,\"lsn\":5,\"part\":null,\"rate\":0.5,\"tx\":{\"id\":7}}");

  private static ResetCheck check(String partition, @Nullable String offset) {
    Map<String, @Nullable String> wanted = new HashMap<>();
    wanted.put(partition, offset);
    return ResetCheck.of(Reset.only(wanted), STORED);
  }

  @Test
  void a_partition_that_is_not_there_is_told_with_those_that_are() {
    assertThat(check("{\"server\":\"nosuch\"}", "{\"lsn\":5}").faults())
        .containsExactly(
            "partition: expected one of " + SHOP + " but found {\"server\":\"nosuch\"}");
    assertThat(check("{\"server\":\"nosuch\"}", null).faults()).hasSize(1);
    assertThat(check(SHOP, null)).isEqualTo(ResetCheck.of(Reset.toTheBeginning(), STORED));
  }

  @Test
  void values_have_the_types_that_are_stored() {
    assertThat(
            check(
                    SHOP,
                    "{\"last\":1,\"lsn\":\"abc\",\"part\":\"x\",\"rate\":[1],\"tx\":{\"id\":1.5}}")
                .faults())
        .containsExactlyInAnyOrder(
            "offset.last: expected true or false but found a whole number",
            "offset.lsn: expected a whole number but found a text",
            "offset.rate: expected a number with a fraction but found a list",
            "offset.tx.id: expected a whole number but found a number with a fraction");
  }

  @Test
  void null_and_a_whole_number_for_a_fraction_are_taken() {
    assertThat(check(SHOP, "{\"last\":null,\"lsn\":6,\"part\":1,\"rate\":1,\"tx\":{}}"))
        .isEqualTo(check(SHOP, null));
  }

  @Test
  void what_goes_and_what_is_new_is_told() {
    ResetCheck check = check(SHOP, "{\"lsn\":1,\"lsnn\":2}");

    assertThat(check.faults()).isEmpty();
    assertThat(check.warnings())
        .containsExactly(
            "The stored offset is replaced as a whole, and loses last, part, rate, tx.",
            "The stored offset has no lsnn so far.");
  }

  @Test
  void where_nothing_is_stored_anything_may_be_meant() {
    assertThat(ResetCheck.of(Reset.only(Map.of(SHOP, "{\"lsn\":1}")), Map.of()).faults()).isEmpty();
  }
}
