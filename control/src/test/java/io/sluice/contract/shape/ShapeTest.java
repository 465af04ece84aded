package io.sluice.contract.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.contract.language.Languages;
import io.sluice.pipeline.SchemaContract;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaType;
import java.time.Duration;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static SchemaBuilder order() {
    return SchemaBuilder.struct().name("order").field("id", Schema.INT64_SCHEMA);
  }

  @Test
  void what_only_describes_is_no_part_of_it() {
    Shape plain = Shape.of(order().field("n", Schema.STRING_SCHEMA).build());

    assertThat(
            Shape.of(
                order()
                    .doc("read at noon")
                    .version(7)
                    .parameter("read", "1")
                    .field(
                        "n", SchemaBuilder.string().doc("a name").parameter("length", "3").build())
                    .build()))
        .isEqualTo(plain);
  }

  @Test
  void what_changes_records_is() {
    Shape plain = Shape.of(order().build());

    assertThat(Shape.of(order().optional().build())).isNotEqualTo(plain);
    assertThat(Shape.of(order().field("n", Schema.STRING_SCHEMA).build())).isNotEqualTo(plain);
    assertThat(Shape.of(SchemaBuilder.struct().name("o").field("id", Schema.INT64_SCHEMA).build()))
        .isNotEqualTo(plain);
    assertThat(Shape.of(Decimal.schema(2))).isNotEqualTo(Shape.of(Decimal.schema(3)));
    assertThat(Shape.of(SchemaBuilder.int32().defaultValue(1).build()))
        .isNotEqualTo(Shape.of(SchemaBuilder.int32().defaultValue(2).build()));
    assertThat(Shape.of(SchemaBuilder.array(Schema.INT8_SCHEMA).build()))
        .isNotEqualTo(Shape.of(SchemaBuilder.array(Schema.INT16_SCHEMA).build()));
  }

  @Test
  void a_type_that_has_itself_twice_is_written_and_so_is_one_that_stands_in_a_million_places() {
    String tree =
        "{'type':'record','name':'Tree','fields':[{'name':'left','type':['null','Tree']},"
            + "{'name':'right','type':['null','Tree']},{'name':'leaf','type':'int'}]}";
    Schema broad = order().build();
    for (int level = 0; level < 40; level++) {
      broad = SchemaBuilder.struct().field("a", broad).field("b", broad).build();
    }
    Schema shared = broad;

    assertThat(assertTimeoutPreemptively(SOON, () -> Shape.of(read(tree))))
        .isEqualTo(Shape.of(read(tree)))
        .isNotEqualTo(Shape.of(read(tree.replace("int", "long"))));
    assertThat(assertTimeoutPreemptively(SOON, () -> Shape.of(shared))).isNotNull();
  }

  private static Schema read(String avro) {
    return Languages.of(SchemaContract.Format.AVRO)
        .read(SchemaSource.of(SchemaType.AVRO, avro.replace('\'', '"')));
  }

  @Test
  void the_order_of_fields_counts_for_it_does_in_a_text() {
    Schema one = order().field("a", Schema.INT8_SCHEMA).field("b", Schema.INT8_SCHEMA).build();
    Schema other = order().field("b", Schema.INT8_SCHEMA).field("a", Schema.INT8_SCHEMA).build();

    assertThat(Shape.of(one)).isNotEqualTo(Shape.of(other));
  }
}
