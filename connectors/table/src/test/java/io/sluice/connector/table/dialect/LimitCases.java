package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many tables, and wide ones. */
public abstract class LimitCases extends SinkCase {
  private static final int MANY = 200;
  private static final int SOME = 30;

  /** How many tables get a column in one transaction at most. */
  protected int growing() {
    return MANY;
  }

  @Test
  void some_tables_grow_at_once_and_are_committed_together() throws Exception {
    grow(SOME);
  }

  @Tag("long")
  @Test
  void two_hundred_tables_grow_at_once_and_are_committed_together() throws Exception {
    grow(MANY);
  }

  private void grow(int tables) throws Exception {
    int growing = Math.min(tables, growing());
    Schema narrow = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    Schema wide =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.INT32_SCHEMA)
            .build();
    for (int i = 0; i < tables; i++) {
      records.flat("t" + i, new Struct(narrow).put("id", 1L));
    }
    records.delivered();
    for (int i = 0; i < tables; i++) {
      Schema second = i < growing ? wide : narrow;
      Struct row = new Struct(second).put("id", 2L);
      records.flat("t" + i, i < growing ? row.put("v", i) : row);
    }
    records.committed();
    List<String> counts = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      String sum = i < growing ? "sum(v)" : "0";
      counts.add("select count(*) as n, " + sum + " as s from t" + i);
    }
    String all = "select sum(n), sum(s) from (" + String.join(" union all ", counts) + ") as x";
    assertThat(target.rows(all)).containsExactly(2 * tables + "|" + growing * (growing - 1) / 2);
  }

  /** As many as PostgreSQL has, so that each of its tables fits, if the target has as many. */
  protected int columns() {
    return 1_600;
  }

  @NotOnWorker("the database's limit is the same whoever calls")
  @Test
  protected void a_table_of_as_many_columns_as_there_can_be_is_loaded_and_changed()
      throws Exception {
    SchemaBuilder builder = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
    for (int i = 1; i < columns(); i++) {
      builder.field("c" + i, Schema.OPTIONAL_INT16_SCHEMA);
    }
    Schema schema = builder.build();
    Schema envelope = Records.envelope(schema);
    records.change("r", envelope, wide(schema, 1, 1)).change("r", envelope, wide(schema, 2, 2));
    records.committed();
    records.change("u", envelope, wide(schema, 2, 3)).delete(1).committed();
    assertThat(sink.reported()).isEmpty();
    String query = "select id, c1, c" + (columns() - 1) + " from orders";
    assertThat(target.rows(query)).containsExactly("2|3|3");
  }

  @NotOnWorker("the database's limit is the same whoever calls")
  @Test
  protected void a_table_of_as_many_columns_as_there_can_be_keeps_its_versions() throws Exception {
    start(Map.of("mode", "history"));
    SchemaBuilder builder = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
    int added = 4;
    for (int i = 1; i < columns() - added; i++) {
      builder.field("c" + i, Schema.OPTIONAL_INT16_SCHEMA);
    }
    Schema schema = builder.build();
    Schema envelope = Records.envelope(schema);
    records.change("r", envelope, wide(schema, 1, 1)).change("r", envelope, wide(schema, 2, 2));
    records.committed();
    records.change("r", envelope, wide(schema, 1, 1)).change("u", envelope, wide(schema, 2, 3));
    records.committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, c1, count(*) from orders group by id, c1 order by id, c1"))
        .containsExactly("1|1|1", "2|2|1", "2|3|1");
  }

  private Struct wide(Schema schema, long id, int value) {
    Struct row = new Struct(schema).put("id", id);
    for (int i = 1; i < schema.fields().size(); i++) {
      row.put("c" + i, (short) value);
    }
    return row;
  }
}
