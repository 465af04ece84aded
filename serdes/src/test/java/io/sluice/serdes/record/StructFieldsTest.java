package io.sluice.serdes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.serdes.misfit.MisfitException;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class StructFieldsTest {
  private static final Schema SCHEMA =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
          .build();

  private final StructFields fields = new StructFields(SCHEMA);
  private final Struct struct = fields.empty();

  @Test
  void a_filled_struct_is_the_same_as_one_filled_by_names() {
    fields.put(struct, 0, 7L);
    fields.put(struct, 1, null);
    fields.put(struct, 2, List.of("new"));
    struct.validate();
    assertThat(struct)
        .isEqualTo(new Struct(SCHEMA).put("id", 7L).put("tags", List.of("new")))
        .hasToString("Struct{id=7,tags=[new]}");
    assertThat(struct.schema()).isSameAs(SCHEMA);
  }

  @Test
  void a_null_is_refused_where_the_schema_has_none() {
    assertThatThrownBy(() -> fields.put(struct, 0, null)).isInstanceOf(MisfitException.class);
  }

  @Test
  void a_value_of_another_type_is_refused_at_any_depth() {
    assertThatThrownBy(() -> fields.put(struct, 0, "7")).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> fields.put(struct, 2, List.of(7))).isInstanceOf(DataException.class);
  }
}
