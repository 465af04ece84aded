package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SyncCases;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TransactionCases;
import io.sluice.connector.table.dialect.TroubleCases;
import io.sluice.connector.table.dialect.TypeCases;
import io.sluice.connector.table.dialect.UpsertCases;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every dialect must pass. */
class SqliteSinkTest {
  @Nested
  class Engines extends EngineCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Contract extends ContractCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Upserts extends UpsertCases {
    /** A SQLite file has no schemas, which is said instead of leaving one out. */
    @Override
    @NotOnWorker("which refuses such a setting before it starts anything")
    @Test
    protected void schema_and_table_come_from_the_source_block() throws Exception {
      assertThatThrownBy(() -> start(Map.of("table.name.format", "${schema}_x.${table}_y")))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("table.name.format: a SQLite file has no schemas");
      start(Map.of("table.name.format", "${schema}_x_${table}_y"));
      records.change("r", 1, "a").committed();
      assertThat(target.rows("select * from public_x_orders_y")).containsExactly("1|a");
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Types extends TypeCases {
    /** NaN would become NULL, and is refused with the infinities: see the odd values. */
    @Override
    @Test
    public void doubles() throws Exception {
      assertThat(
              roundTripAs(
                  "case when v > 0 and v < 1e-323 then 'least' when v = -0.1 then '-.1' end",
                  Schema.OPTIONAL_FLOAT64_SCHEMA,
                  Double.MIN_VALUE,
                  -0.1))
          .containsExactly("least", "-.1");
    }

    /** The offset has its minutes always, so that it is as long everywhere. */
    @Override
    @Test
    public void times_with_zone() throws Exception {
      assertThat(
              roundTrip(
                  RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTime"),
                  "01:02:03.000004Z",
                  "23:59:59+05:30"))
          .containsExactly("01:02:03.000004+00:00", "23:59:59+05:30");
    }

    /** SQLite has no AT TIME ZONE; its own functions read the text. */
    @Override
    @Test
    public void timestamps_with_zone() throws Exception {
      assertThat(
              roundTripAs(
                  "v || ' ' || strftime('%s', v)",
                  RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                  "2023-11-14T22:13:20.123456Z",
                  "2024-02-29T12:00:00.5+02:00"))
          .containsExactly(
              "2023-11-14 22:13:20.123456+00:00 1700000000",
              "2024-02-29 10:00:00.5+00:00 1709200800");
    }

    /** SQLite has no intervals: they are the texts of ISO 8601. */
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

    /** Numbers of a JSON document have no zeros at their end once SQLite has read them. */
    @Override
    @Test
    public void arrays_of_decimals() throws Exception {
      assertThat(
              roundTrip(
                  SchemaBuilder.array(RoundTrip.decimal(10, 2)).optional().build(),
                  Arrays.asList(new BigDecimal("1.50"), null)))
          .containsExactly("[1.50,null]");
    }

    /** Times in a JSON document are in its form. */
    @Override
    @Test
    public void arrays_of_timestamps() throws Exception {
      assertThat(
              roundTrip(
                  SchemaBuilder.array(
                          RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"))
                      .optional()
                      .build(),
                  Arrays.asList(1_700_000_000_123_456L, null, Long.MAX_VALUE)))
          .containsExactly("[\"2023-11-14T22:13:20.123456\",null,\"infinity\"]");
    }

    /** Lists are JSON documents, whose bytes are Base64. */
    @Override
    @Test
    public void arrays_of_booleans_doubles_and_bytes() throws Exception {
      assertThat(
              roundTrip(
                  SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).optional().build(),
                  Arrays.asList(new byte[] {1, 2}, null)))
          .containsExactly("[\"AQI=\",null]");
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Evolution extends EvolutionCases {
    /** Numbers of up to 15 digits are kept as such, and a number ends in no zeros. */
    @Override
    @Test
    protected void decimals_grow_in_both_directions() throws Exception {
      put(decimal(5, 2), new BigDecimal("999.99"));
      put(decimal(6, 5), new BigDecimal("1.00001"));
      assertThat(values()).containsExactly("999.99", "1.00001");
      put(decimal(20, 5), new BigDecimal("123456789012345.00001"));
      assertThat(values()).containsExactly("999.99000", "1.00001", "123456789012345.00001");
    }

    /** All whole numbers are of 64 bits. */
    @Override
    @Test
    protected void types_that_have_nothing_in_common_are_reported_with_both() throws Exception {
      put(Schema.BYTES_SCHEMA, new byte[] {1});
      put(Schema.INT32_SCHEMA, 1);
      sink.commit();
      assertThat(sink.reported())
          .singleElement()
          .satisfies(
              r ->
                  assertThat(r.error())
                      .hasMessageContaining("int64")
                      .hasMessageContaining("bytes"));
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Trouble extends TroubleCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Faults extends FaultCases {
    /** There is no such statement, and a whole number has 64 bits. */
    @Override
    @Test
    protected void a_column_that_somebody_widened_is_followed_and_costs_no_row() throws Exception {
      sized(1, 10);
      records.committed();
      target.execute(
          "alter table orders add column more",
          "alter table orders drop column size",
          "alter table orders rename column more to size");
      sized(2, 20);
      records.committed();
      assertThat(target.rows("select id, size from orders order by id"))
          .containsExactly("1|null", "2|20");
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Transactions extends TransactionCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Limits extends LimitCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Names extends NameCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Policies extends PolicyCases {
    /** Only what is declared as small is small: all else has 64 bits. */
    @Override
    @Test
    protected void a_frozen_table_judges_wider_numbers_one_by_one() throws Exception {
      target.execute("create table t (id bigint not null, v smallint)");
      start(Map.of("schema.evolution", "freeze"));
      put(1, "v", Schema.INT64_SCHEMA, 7L);
      put(2, "v", Schema.INT64_SCHEMA, 1L << 40);
      reported("column 'v'");
      assertThat(target.rows("select * from t")).containsExactly("1|7");
    }

    /** All whole numbers are of 64 bits, and so is the variant. */
    @Override
    @Test
    protected void a_variant_is_found_again_after_a_restart() throws Exception {
      start(Map.of("on.incompatible", "variant"));
      put(1, "v", Schema.BYTES_SCHEMA, new byte[] {1});
      put(2, "v", Schema.INT32_SCHEMA, 2);
      sink.commit();
      sink.crash().start();
      put(3, "v", Schema.INT32_SCHEMA, 3);
      sink.commit();
      assertThat(target.rows("select id, v__int64 from t order by id"))
          .containsExactly("1|null", "2|2", "3|3");
    }

    /** All whole numbers are of 64 bits, and so is what the message names. */
    @Override
    @Test
    protected void a_change_that_cannot_be_made_ends_the_run_where_the_setting_says_so() {
      start(Map.of("on.incompatible", "stop"));
      put(1, "v", Schema.BYTES_SCHEMA, new byte[] {1});
      assertThatThrownBy(() -> put(2, "v", Schema.INT32_SCHEMA, 1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContainingAll("bytes", "int64");
    }

    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Sync extends SyncCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Modes extends ModeCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Raw extends RawCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Matrix extends EvolutionMatrixCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }

  @Nested
  class Moves extends MoveCases {
    @Override
    protected TargetUnderTest target(Path emptyFolder) {
      return new SqliteUnderTest(emptyFolder);
    }
  }
}
