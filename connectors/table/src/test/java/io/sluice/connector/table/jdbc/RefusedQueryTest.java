package io.sluice.connector.table.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.VersionColumns;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the open transaction are not lost where a refused query takes them along. */
class RefusedQueryTest {
  private static final VersionColumns TIMES = new VersionColumns("valid_from", "valid_to", null);

  @TempDir Path folder;
  private H2UnderTest h2;
  private JdbcTarget target;

  @BeforeEach
  void open() throws SQLException {
    h2 = new H2UnderTest(folder);
    String url = String.valueOf(h2.config().get("url"));
    target =
        new JdbcTarget(new TableSinkConfig(Map.of("url", url.replace("jdbc:", "jdbc:ending:"))));
  }

  @AfterEach
  void close() throws SQLException {
    target.close();
    h2.close();
  }

  private static Row row(@Nullable Object... values) {
    return new Row(keyOf(values), values, null, true, null, record());
  }

  private static @Nullable Object[] keyOf(@Nullable Object... values) {
    return values.length > 2
        ? new @Nullable Object[] {values[0], values[2]}
        : new @Nullable Object[] {values[0]};
  }

  private static SinkRecord record() {
    return new SinkRecord("t", 0, null, null, null, null, 0);
  }

  private static Table.Column column(String name, ColumnType type) {
    return new Table.Column(name, type, false);
  }

  private void commit() throws SQLException {
    target.commit("test", Map.of(), new StoredOffsets.Position(Map.of(), Map.of()));
  }

  @Test
  void a_refused_search_for_versions_leaves_what_came_before() throws Exception {
    Table table =
        target
            .catalog()
            .create(
                new Table(
                    new Table.Name("", "t"),
                    List.of(
                        column("id", ColumnType.INT64),
                        column("name", ColumnType.TEXT),
                        column("valid_from", ColumnType.TIMESTAMP),
                        new Table.Column("valid_to", ColumnType.TIMESTAMP, true)),
                    List.of("id", "valid_from")));
    target.apply(table, List.of(row(1L, "a", 0L, null)));
    @Nullable Object[] refused = {2L, EndingDriver.REFUSED, 0L, null};
    Probe probe =
        new Probe(
            new Object[] {2L}, 0L, refused, new boolean[] {false, true, false, false}, record());
    assertThatThrownBy(() -> target.versions(table, TIMES, List.of(probe)))
        .isInstanceOf(SQLException.class)
        .extracting(e -> target.fault((SQLException) e))
        .isEqualTo(Fault.ROW);
    commit();
    assertThat(h2.rows("select id, name from t")).containsExactly("1|a");
  }

  @Test
  void a_driver_that_does_not_tell_what_a_table_refers_to_costs_no_row() throws Exception {
    Table.Name name = new Table.Name("", "t");
    Table table =
        target
            .catalog()
            .create(new Table(name, List.of(column("id", ColumnType.INT64)), List.of("id")));
    target.apply(table, List.of(row(1L)));
    assertThat(target.catalog().references(name)).isEmpty();
    target.apply(table, List.of(row(2L)));
    assertThat(target.catalog().references(name)).as("the second time").isEmpty();
    commit();
    assertThat(h2.rows("select id from t order by id")).containsExactly("1", "2");
  }

  @Test
  void a_key_of_which_the_database_does_not_tell_how_it_compares_is_refused_by_name()
      throws Exception {
    Table table =
        target
            .catalog()
            .create(
                new Table(
                    new Table.Name("", "t"),
                    List.of(column("k", ColumnType.TEXT), column("n", ColumnType.INT64)),
                    List.of("k")));
    assertThatThrownBy(() -> target.apply(table, List.of(row("a", 1L))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key column 'k' of table t")
        .hasMessageContaining("mode append");
  }
}
