package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What DuckDB's driver has no list for. */
class DuckDbListsTest extends SinkCase {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new DuckDbUnderTest(emptyFolder);
  }

  @Test
  void the_end_of_the_day_in_a_list_is_refused_alone() throws Exception {
    Schema times =
        SchemaBuilder.array(RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTime"))
            .optional()
            .build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", times).build();
    records
        .flat("t", new Struct(row).put("id", 1L).put("v", List.of(0L)))
        .flat("t", new Struct(row).put("id", 2L).put("v", List.of(0L, 86_400_000_000L)))
        .flat("t", new Struct(row).put("id", 3L).put("v", List.of(1L)))
        .committed();

    assertThat(sink.reported()).hasSize(1);
    assertThat(target.rows("select id, cast(v[1] as varchar) from t order by id"))
        .containsExactly("1|00:00:00", "3|00:00:00.000001");
  }
}
