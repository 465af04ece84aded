package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a schema may be, by the heap that there is. */
final class SchemaLimitsTest {
  @Test
  void a_small_heap_takes_shorter_schemas_and_a_large_one_no_longer_ones() {
    assertThat(SchemaLimits.within(16L << 30)).isEqualTo(SchemaLimits.defaults());
    assertThat(SchemaLimits.within(1L << 30)).isEqualTo(SchemaLimits.defaults());
    assertThat(SchemaLimits.within(128 << 20).maxLength()).isBetween(600_000, 700_000);
    assertThat(SchemaLimits.within(1).maxLength()).isEqualTo(64 << 10);
  }

  @Test
  void a_schema_is_measured_with_all_that_it_needs() {
    SchemaLimits limits = SchemaLimits.within(1);
    String text = "x".repeat(limits.maxLength());
    limits.checkLengths(SchemaSource.of(SchemaType.AVRO, text));

    assertThatThrownBy(() -> limits.checkLengths(SchemaSource.of(SchemaType.AVRO, text + "x")))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("65,537 characters");
    assertThatThrownBy(
            () ->
                limits.checkLengths(
                    new SchemaSource(
                        SchemaType.AVRO, text, List.of(), Map.of("a", text, "b", "x"))))
        .hasMessageContaining("131,073 characters long together");
  }
}
