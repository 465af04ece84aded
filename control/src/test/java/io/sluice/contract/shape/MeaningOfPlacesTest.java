package io.sluice.contract.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class MeaningOfPlacesTest {
  private static Schema amount(int scale) {
    return SchemaBuilder.struct().field("amount", Decimal.schema(scale)).build();
  }

  private static Schema pair(Schema before, Schema after) {
    return SchemaBuilder.struct().field("before", before).field("after", after).build();
  }

  /** Sources give both rows of an envelope one schema; what was accepted may have had two. */
  @Test
  void a_type_that_stands_in_two_places_is_held_against_both() {
    Schema shared = amount(2);

    assertThat(Meaning.differences(pair(amount(2), amount(4)), pair(shared, shared)))
        .extracting(Meaning.Difference::text)
        .singleElement()
        .asString()
        .startsWith("after.amount: is");
    assertThat(Meaning.differences(pair(amount(2), amount(2)), pair(shared, shared)))
        .isEqualTo(List.of());
  }
}
