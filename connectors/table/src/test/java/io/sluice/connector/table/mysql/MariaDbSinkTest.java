package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.ContractCases;
import io.sluice.connector.table.dialect.EngineCases;
import io.sluice.connector.table.dialect.EvolutionCases;
import io.sluice.connector.table.dialect.EvolutionMatrixCases;
import io.sluice.connector.table.dialect.FaultCases;
import io.sluice.connector.table.dialect.LimitCases;
import io.sluice.connector.table.dialect.ModeCases;
import io.sluice.connector.table.dialect.MoveCases;
import io.sluice.connector.table.dialect.NameCases;
import io.sluice.connector.table.dialect.NotOnWorker;
import io.sluice.connector.table.dialect.PolicyCases;
import io.sluice.connector.table.dialect.RawCases;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SyncCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TransactionCases;
import io.sluice.connector.table.dialect.TroubleCases;
import io.sluice.connector.table.dialect.TypeCases;
import io.sluice.connector.table.dialect.UpsertCases;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every dialect must pass. */
@ExtendWith(MySqlDocuments.class)
class MariaDbSinkTest {
  @Nested
  class Engines extends EngineCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Contract extends ContractCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Upserts extends UpsertCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }

    /** A change of a table commits by itself here: the column stays, the row does not. */
    @Override
    @Test
    protected void a_crash_undoes_tables_and_columns_with_the_rows_that_needed_them()
        throws Exception {
      records.change("r", 1, "a").committed();
      Schema wider =
          SchemaBuilder.struct()
              .optional()
              .field("id", Schema.INT64_SCHEMA)
              .field("name", Schema.OPTIONAL_STRING_SCHEMA)
              .field("size", Schema.INT32_SCHEMA)
              .build();
      Struct row = Records.row(wider, Map.of("id", 2L, "name", "b", "size", 7));
      records.change("c", Records.envelope(wider), row).delivered();
      sink.crash();
      assertThat(target.rows("select * from orders")).containsExactly("1|a|null");
      sink.start().deliver().commit();
      assertThat(target.rows("select * from orders order by id"))
          .containsExactly("1|a|null", "2|b|7");
    }
  }

  /** What is not here as it is elsewhere is in {@link MariaDbReadings}, type by type. */
  @Nested
  class Types extends TypeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }

    /** There is no NaN and nothing infinite. */
    @Override
    @Test
    public void doubles() throws Exception {
      assertThat(roundTrip(Schema.OPTIONAL_FLOAT64_SCHEMA, Double.MIN_VALUE, -0.1, 1e300))
          .map(Double::valueOf)
          .containsExactly(Double.MIN_VALUE, -0.1, 1e300);
    }

    /** No type of the server has both time and zone. */
    @Override
    @Test
    public void times_with_zone() throws Exception {
      assertThat(
              roundTrip(
                  RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTime"),
                  "01:02:03.000004Z",
                  "23:59:59+05:30"))
          .containsExactly("01:02:03.000004Z", "23:59:59+05:30");
    }

    /** The calendar begins in the year 1. */
    @Override
    @Test
    public void timestamps_with_zone() throws Exception {
      assertThat(
              roundTrip(
                  RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                  "2023-11-14T22:13:20.123456Z",
                  "1969-12-31T23:59:59Z",
                  "2024-02-29T12:00:00.5+02:00"))
          .containsExactly(
              "2023-11-14 22:13:20.123456", "1969-12-31 23:59:59", "2024-02-29 10:00:00.5");
    }

    /** Intervals are text. */
    @Override
    @Test
    public void intervals() throws Exception {
      assertThat(
              roundTrip(
                  RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroDuration"),
                  3_723_000_000L,
                  -500_000L))
          .containsExactly("PT3723S", "PT-0.5S");
    }

    /** As texts, which intervals are, they are two. */
    @Override
    @Test
    public void a_month_and_thirty_days_are_one_key() throws Exception {
      Schema interval = RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.Interval");
      assertThat(roundTrip(interval, "P1M", "P30D")).containsExactly("P1M", "P30D");
    }

    /** No time is infinite: refused, which the odd values show. */
    @Override
    @Test
    public void dates_at_the_ends_of_time() throws Exception {
      refuses(
          RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date"),
          Integer.MAX_VALUE,
          Integer.MIN_VALUE);
    }

    @Override
    @Test
    public void timestamps_at_the_ends_of_time() throws Exception {
      refuses(
          RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"),
          9_223_372_036_825_200_000L,
          -9_223_372_036_832_400_000L);
    }

    private void refuses(Schema schema, Object... values) throws Exception {
      Schema row =
          SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", schema).build();
      long id = 0;
      for (Object value : values) {
        records.flat("t", new Struct(row).put("id", id++).put("v", value));
      }
      records.committed();
      assertThat(sink.reported()).hasSize(values.length);
      assertThat(target.rows("select * from t")).isEmpty();
    }

    /** A list is a document, with times as ISO 8601 has them. */
    @Override
    @Test
    public void arrays_of_timestamps() throws Exception {
      Schema array =
          SchemaBuilder.array(
                  RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"))
              .optional()
              .build();
      assertThat(roundTrip(array, Arrays.asList(1_700_000_000_123_456L, null)))
          .containsExactly("[\"2023-11-14T22:13:20.123456\",null]");
    }

    /** A list is a document, with bytes in Base64. */
    @Override
    @Test
    public void arrays_of_booleans_doubles_and_bytes() throws Exception {
      assertThat(
              roundTrip(
                  SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).optional().build(),
                  Arrays.asList(new byte[] {1, 2}, null)))
          .containsExactly("[\"AQI=\",null]");
    }
  }

  @Nested
  class Policies extends PolicyCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Sync extends SyncCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }

    /** Dropping a column commits by itself here: it is gone before the rows are there. */
    @Override
    @Test
    protected void a_crash_before_the_commit_leaves_column_and_values() throws Exception {
      start(Map.of("sync.columns", "remove"));
      Schema with =
          SchemaBuilder.struct()
              .field("id", Schema.INT64_SCHEMA)
              .field("v", Schema.OPTIONAL_INT32_SCHEMA)
              .build();
      Schema without = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
      records.flat("t", new Struct(with).put("id", 1L).put("v", 1)).committed();
      records.flat("t", new Struct(without).put("id", 2L)).delivered();
      sink.crash();
      assertThat(target.rows("select * from t")).containsExactly("1");
      sink.start().deliver().commit();
      assertThat(target.rows("select * from t order by id")).containsExactly("1", "2");
    }
  }

  @Nested
  class Evolution extends EvolutionCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Trouble extends TroubleCases {
    @Override
    protected String dropIndex(String index) {
      return "drop index " + index + " on orders";
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Transactions extends TransactionCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Names extends NameCases {
    /** It takes characters of the first 65,536 only, and no blank at the end. */
    @Override
    protected Set<String> impossible() {
      return Set.of("\uD83D\uDC0E", "a ");
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Modes extends ModeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Raw extends RawCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Faults extends FaultCases {
    @Override
    protected String widenSize() {
      return "alter table orders modify size bigint";
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Limits extends LimitCases {
    /** For each the transaction is undone and done again. */
    @Override
    protected int growing() {
      return 20;
    }

    /** The most that InnoDB has. */
    @Override
    protected int columns() {
      return 1_017;
    }

    /** The server takes long for a table of so many columns. */
    @Override
    @NotOnWorker("the database's limit is the same whoever calls")
    @Tag("long")
    @Test
    protected void a_table_of_as_many_columns_as_there_can_be_is_loaded_and_changed()
        throws Exception {
      super.a_table_of_as_many_columns_as_there_can_be_is_loaded_and_changed();
    }

    @Override
    @NotOnWorker("the database's limit is the same whoever calls")
    @Tag("long")
    @Test
    protected void a_table_of_as_many_columns_as_there_can_be_keeps_its_versions()
        throws Exception {
      super.a_table_of_as_many_columns_as_there_can_be_keeps_its_versions();
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Matrix extends EvolutionMatrixCases {
    /**
     * What the server would spell in another way when it becomes a text is refused; and of what is
     * a text here, as there is no other type for it, nothing is a UUID.
     */
    @Override
    protected Map<String, String> otherwise() {
      Map<String, String> otherwise = new HashMap<>();
      List<String> families =
          List.of("int16", "int32", "int64", "float32", "float64", "decimal(10,2)", "boolean");
      for (String brings : families) {
        otherwise.put("boolean+" + brings, brings.equals("boolean") ? "boolean" : "");
      }
      for (String brings : List.of("text", "date", "uuid", "json", "timetz", "interval")) {
        otherwise.put("boolean+" + brings, "");
        otherwise.put("float32+" + brings, "");
      }
      for (String brings : List.of("boolean", "int64", "decimal(10,2)", "array of int32")) {
        otherwise.put("float32+" + brings, "");
      }
      otherwise.put("boolean+array of int32", "");
      otherwise.put("uuid+timetz", "text");
      otherwise.put("uuid+interval", "text");
      return otherwise;
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }

  @Nested
  class Moves extends MoveCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new MariaDbUnderTest();
    }
  }
}
